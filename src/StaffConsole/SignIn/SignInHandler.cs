using Microsoft.EntityFrameworkCore;
using ReportingService.Data;
using ReportingService.Opening;
using ReportingService.Sealing;

namespace ReportingService.StaffConsole.SignIn;

/// <summary>Checks name, passphrase and one-time code in one step and unlocks the account's key.</summary>
public sealed class SignInHandler(
    IDbContextFactory<ReportingDb> databases, IDatabaseWriter writer, Audit audit, AccountVault vault, Trust trust, SignInThrottle throttle, TimeProvider time)
{
    // Threat: strangers fill the queue of slow derivations so that no officer gets in. Browsers that signed in before pass by.
    private const int LongestQueue = 16;
    private int queued;

    /// <summary>Tries.</summary>
    public async Task<SignInOutcome> HandleAsync(SignInRequest request, CancellationToken cancellationToken)
    {
        var name = request.UserName.Trim().ToLowerInvariant();
        var counted = (request.KnownBrowser ? "known:" : "new:") + name;
        if (throttle.Wait(counted) is { Ticks: > 0 } wait)
        {
            return new SignInOutcome.MustWait(wait);
        }

        try
        {
            if (Interlocked.Increment(ref queued) > LongestQueue && !request.KnownBrowser)
            {
                return new SignInOutcome.Busy();
            }

            // Counted before the slow part, or many attempts could run side by side.
            throttle.Failed(counted);
            var outcome = await TryAsync(name, request, cancellationToken);
            if (outcome is SignInOutcome.SignedIn)
            {
                throttle.Succeeded(counted);
            }

            return outcome;
        }
        finally
        {
            Interlocked.Decrement(ref queued);
        }
    }

    /// <summary>Writes a failed attempt on an existing account to the audit log. Called after the answer has left, so that its time tells nothing.</summary>
    public Task RecordRefusalAsync(Guid account, string why)
        => writer.WriteAsync((db, ct) => audit.AppendAsync(db, account, "sign_in_refused", account, why, ct), CancellationToken.None);

    private async Task<SignInOutcome> TryAsync(string name, SignInRequest request, CancellationToken cancellationToken)
    {
        await using var db = await databases.CreateDbContextAsync(cancellationToken);
        var account = await db.Accounts.AsNoTracking()
            .SingleOrDefaultAsync(candidate => candidate.UserName == name && candidate.State == AccountState.Active, cancellationToken);

        // Threat: finding out which names exist. Without an account the same derivation runs and the answer is the same.
        UnlockedAccount? unlocked;
        try
        {
            unlocked = await vault.UnlockAsync(
                account?.Id ?? Guid.Empty, account?.SealedVault, request.Passphrase, Core.Vocabulary.Codes.Of(account?.Role ?? AccountRole.Officer), cancellationToken);
        }
        catch (SealBrokenException)
        {
            // Threat: the vault of another account or role stands in the row. The audit log says so, the answer does not.
            return new SignInOutcome.Refused(account?.Id, "altered=vault");
        }

        if (account is null || unlocked is null)
        {
            unlocked?.Dispose();
            return new SignInOutcome.Refused(account?.Id);
        }

        if (!unlocked.Key.Public.Span.SequenceEqual(account.PublicKey))
        {
            unlocked.Dispose();
            return new SignInOutcome.Refused(account.Id, "altered=public_key");
        }

        var now = time.GetUtcNow();
        if (Totp.Check(unlocked.TotpSecret, request.Code, now, account.TotpLastStep) is not { } step)
        {
            using (unlocked)
            {
                return Totp.IsUsed(unlocked.TotpSecret, request.Code, now, account.TotpLastStep) ? new SignInOutcome.CodeUsed(account.Id) : new SignInOutcome.Refused(account.Id);
            }
        }

        // Threat: database and trust.json were changed together, so that reports are sealed to somebody else's keys. The vault remembers.
        if (!unlocked.TrustHolds && !trust.IsFingerprint(request.Roots))
        {
            unlocked.Dispose();
            return new SignInOutcome.TrustChanged(account.Id, Differ: !string.IsNullOrWhiteSpace(request.Roots));
        }

        var renewed = unlocked.TrustHolds ? null : await vault.RepinAsync(unlocked, request.Passphrase, cancellationToken);
        if (!await SpendAsync(account, step, renewed, cancellationToken))
        {
            unlocked.Dispose();
            return new SignInOutcome.CodeUsed(account.Id);
        }

        System.Security.Cryptography.CryptographicOperations.ZeroMemory(unlocked.TotpSecret);
        return new SignInOutcome.SignedIn(new UnlockedSession(account.UserName, account.Role, unlocked, now), account.Language);
    }

    /// <summary>Uses up the code: of two attempts with the same one, one wins. With it goes the vault that remembers the new roots, if its owner confirmed them.</summary>
    private Task<bool> SpendAsync(Account account, long step, byte[]? renewed, CancellationToken cancellationToken)
        => writer.WriteAsync(
            async (db, ct) =>
            {
                var changed = await db.Accounts.Where(row => row.Id == account.Id && row.TotpLastStep < step)
                    .ExecuteUpdateAsync(row => row.SetProperty(found => found.TotpLastStep, step), ct);
                if (changed == 1 && renewed is not null)
                {
                    // Only in the place of the vault that was opened: a passphrase changed in between stays changed.
                    changed = await db.Accounts.Where(row => row.Id == account.Id && row.SealedVault == account.SealedVault)
                        .ExecuteUpdateAsync(row => row.SetProperty(found => found.SealedVault, renewed), ct);
                }

                if (changed == 1)
                {
                    await audit.AppendAsync(db, account.Id, "signed_in", account.Id, renewed is null ? "" : "trust=repinned", ct);
                }

                return changed == 1;
            },
            cancellationToken);
}
