using System.Security.Cryptography;
using Microsoft.EntityFrameworkCore;
using ReportingService.Data;
using ReportingService.Opening;
using ReportingService.Sealing;
using ReportingService.StaffConsole.Access;
using ReportingService.StaffConsole.AcceptInvite;
using ReportingService.StaffConsole.SignIn;

namespace ReportingService.StaffConsole.ChangePassphrase;

/// <summary>What came of changing a passphrase.</summary>
public enum ChangePassphraseOutcome
{
    Changed,

    /// <summary>The current passphrase or the code is wrong; which is not told.</summary>
    Refused,

    /// <summary>The code is the one just used, most likely to sign in; the next one will do.</summary>
    CodeUsed,

    /// <summary>Too many wrong attempts; wait.</summary>
    MustWait,
}

/// <summary>
/// Wraps an account's secrets anew under another passphrase. The account's keys stay, so no desk has to admit it again.
/// Threat: an open screen is used to lock its owner out. The current passphrase and a fresh code are asked for, as at sign-in.
/// </summary>
public sealed class ChangePassphraseHandler(
    IDbContextFactory<ReportingDb> databases, IDatabaseWriter writer, Audit audit, AccountVault vault, SignInThrottle throttle, ConsoleSessions sessions, TimeProvider time)
{
    /// <summary>Changes it; every session of the account but this one ends. <paramref name="wanted"/> has passed <see cref="PassphraseRule"/>.</summary>
    public async Task<ChangePassphraseOutcome> HandleAsync(StaffUser user, string session, string current, string code, string wanted, CancellationToken cancellationToken)
    {
        var counted = "change:" + user.UserName;
        if (throttle.Wait(counted) > TimeSpan.Zero)
        {
            return ChangePassphraseOutcome.MustWait;
        }

        // Counted before the slow part, or many attempts could run side by side.
        throttle.Failed(counted);
        var outcome = await TryAsync(user, current, code, wanted, cancellationToken);
        if (outcome != ChangePassphraseOutcome.Changed)
        {
            await writer.WriteAsync((db, ct) => audit.AppendAsync(db, user.AccountId, "passphrase_change_refused", user.AccountId, "", ct), CancellationToken.None);
            return outcome;
        }

        throttle.Succeeded(counted);
        sessions.EndAllOf(user.AccountId, except: session);
        return ChangePassphraseOutcome.Changed;
    }

    private async Task<ChangePassphraseOutcome> TryAsync(StaffUser user, string current, string code, string wanted, CancellationToken cancellationToken)
    {
        await using var db = await databases.CreateDbContextAsync(cancellationToken);
        var account = await db.Accounts.AsNoTracking().SingleAsync(row => row.Id == user.AccountId, cancellationToken);
        UnlockedAccount? unlocked;
        try
        {
            unlocked = await vault.UnlockAsync(account.Id, account.SealedVault, current, Core.Vocabulary.Codes.Of(user.Session.Role), cancellationToken);
        }
        catch (SealBrokenException)
        {
            return ChangePassphraseOutcome.Refused;
        }

        using (unlocked)
        {
            // Threat: the vault was replaced by another account's that somebody has the passphrase of. It must hold the key of this session.
            if (unlocked is null || !unlocked.TrustHolds || !user.Session.UseKey(key => key.Public == unlocked.Key.Public))
            {
                return ChangePassphraseOutcome.Refused;
            }

            var now = time.GetUtcNow();
            if (Totp.Check(unlocked.TotpSecret, code, now, account.TotpLastStep) is not { } step)
            {
                return Totp.IsUsed(unlocked.TotpSecret, code, now, account.TotpLastStep) ? ChangePassphraseOutcome.CodeUsed : ChangePassphraseOutcome.Refused;
            }

            var renewed = await vault.ChangePassphraseAsync(unlocked, wanted, cancellationToken);
            CryptographicOperations.ZeroMemory(unlocked.TotpSecret);
            return await writer.WriteAsync((write, ct) => StoreAsync(write, account, step, renewed, ct), cancellationToken)
                ? ChangePassphraseOutcome.Changed
                : ChangePassphraseOutcome.Refused;
        }
    }

    /// <summary>Spends the code and puts the new vault in the place of the one that was opened; a third hand in between makes it fail.</summary>
    private async Task<bool> StoreAsync(ReportingDb db, Account account, long step, byte[] renewed, CancellationToken cancellationToken)
    {
        var row = await db.Accounts.SingleAsync(candidate => candidate.Id == account.Id, cancellationToken);
        if (row.State != AccountState.Active || row.TotpLastStep >= step || row.SealedVault is null || !row.SealedVault.AsSpan().SequenceEqual(account.SealedVault))
        {
            return false;
        }

        row.TotpLastStep = step;
        row.SealedVault = renewed;

        // The old vault still opens with the old passphrase: it must not stay in the file's free pages.
        db.KeysDestroyed();
        await audit.AppendAsync(db, account.Id, "passphrase_changed", account.Id, "", cancellationToken);
        return true;
    }
}
