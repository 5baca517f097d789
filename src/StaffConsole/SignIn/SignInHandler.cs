using Microsoft.EntityFrameworkCore;
using ReportingService.Data;
using ReportingService.Opening;
using ReportingService.Sealing;

namespace ReportingService.StaffConsole.SignIn;

/// <summary>Checks name, passphrase and one-time code in one step and unlocks the account's key.</summary>
public sealed class SignInHandler(
    IDbContextFactory<ReportingDb> databases, IDatabaseWriter writer, Audit audit, AccountVault vault, SignInThrottle throttle, TimeProvider time)
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
    public Task RecordRefusalAsync(Guid account, string altered)
        => writer.WriteAsync((db, ct) => audit.AppendAsync(db, account, "sign_in_refused", account, altered.Length == 0 ? "" : "altered=" + altered, ct), CancellationToken.None);

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
            return new SignInOutcome.Refused(account?.Id, "vault");
        }

        if (account is null || unlocked is null)
        {
            unlocked?.Dispose();
            return new SignInOutcome.Refused(account?.Id);
        }

        if (!unlocked.Key.Public.Span.SequenceEqual(account.PublicKey))
        {
            unlocked.Dispose();
            return new SignInOutcome.Refused(account.Id, "public_key");
        }

        var now = time.GetUtcNow();
        var step = Totp.Check(unlocked.TotpSecret, request.Code, now, account.TotpLastStep);
        if (step is null || !await SpendAsync(account.Id, step.Value, cancellationToken))
        {
            unlocked.Dispose();
            return new SignInOutcome.Refused(account.Id);
        }

        System.Security.Cryptography.CryptographicOperations.ZeroMemory(unlocked.TotpSecret);
        return new SignInOutcome.SignedIn(new UnlockedSession(account.UserName, account.Role, unlocked, now), account.Language);
    }

    /// <summary>Uses up the code: of two attempts with the same one, one wins.</summary>
    private Task<bool> SpendAsync(Guid accountId, long step, CancellationToken cancellationToken)
        => writer.WriteAsync(
            async (db, ct) =>
            {
                var changed = await db.Accounts.Where(account => account.Id == accountId && account.TotpLastStep < step)
                    .ExecuteUpdateAsync(account => account.SetProperty(row => row.TotpLastStep, step), ct);
                if (changed == 1)
                {
                    await audit.AppendAsync(db, accountId, "signed_in", accountId, "", ct);
                }

                return changed == 1;
            },
            cancellationToken);
}
