using Microsoft.EntityFrameworkCore;
using ReportingService.Data;
using ReportingService.Opening;

namespace ReportingService.StaffConsole.AcceptInvite;

/// <summary>Turns an invitation into an account: passphrase, key pair and code app, all made here and confirmed before anything is stored.</summary>
public sealed class AcceptInviteHandler(
    IDbContextFactory<ReportingDb> databases, IDatabaseWriter writer, Audit audit, AccountVault vault, PendingEnrolments pending, FirstStart first, TimeProvider time)
{
    /// <summary>The account an invitation is for; null when the invitation is not valid.</summary>
    public async Task<Account?> FindAsync(string? secret, CancellationToken cancellationToken)
    {
        if (string.IsNullOrWhiteSpace(secret) || secret.Length > 200)
        {
            return null;
        }

        var hash = AccountCreation.HashOf(secret);
        var now = time.GetUtcNow();
        await using var db = await databases.CreateDbContextAsync(cancellationToken);
        var found = await (
            from invite in db.Invites.AsNoTracking()
            join account in db.Accounts.AsNoTracking() on invite.AccountId equals account.Id
            where invite.TokenHash == hash && invite.UsedAt == null && account.State == AccountState.Invited
            select new { invite.ExpiresAt, account }).SingleOrDefaultAsync(cancellationToken);
        return found is not null && found.ExpiresAt > now ? found.account : null;
    }

    /// <summary>Makes keys and code secret under the chosen passphrase; they wait in memory for the code.</summary>
    public async Task<UnlockedAccount> PrepareAsync(string secret, Account account, string passphrase, CancellationToken cancellationToken)
    {
        var made = await vault.CreateAsync(account.Id, passphrase, Core.Vocabulary.Codes.Of(account.Role), cancellationToken);
        pending.Put(AccountCreation.HashOf(secret), made);
        return made.Account;
    }

    /// <summary>What was prepared for an invitation.</summary>
    public UnlockedAccount? Prepared(string secret) => pending.Find(AccountCreation.HashOf(secret))?.Account;

    /// <summary>Confirms the code and stores the account. False: wrong code, or the invitation was used meanwhile.</summary>
    public async Task<bool> FinishAsync(string secret, Account account, string? code, CancellationToken cancellationToken)
    {
        var hash = AccountCreation.HashOf(secret);
        if (pending.Find(hash) is not { } made || Totp.Check(made.Account.TotpSecret, code, time.GetUtcNow(), 0) is not { } step)
        {
            return false;
        }

        var stored = await writer.WriteAsync(
            async (db, ct) =>
            {
                var now = CoarseTime.Second(time.GetUtcNow());
                var used = await db.Invites.Where(invite => invite.TokenHash == hash && invite.UsedAt == null)
                    .ExecuteUpdateAsync(invite => invite.SetProperty(row => row.UsedAt, now), ct);
                var row = await db.Accounts.SingleAsync(candidate => candidate.Id == account.Id, ct);
                if (used != 1 || row.State != AccountState.Invited)
                {
                    return false;
                }

                row.State = AccountState.Active;
                row.PublicKey = made.PublicKey.Span.ToArray();
                row.SealedVault = made.SealedVault;
                row.TotpLastStep = step;
                await audit.AppendAsync(db, account.Id, "invite_accepted", account.Id, "", ct);
                return true;
            },
            cancellationToken);
        pending.Drop(hash);
        if (stored)
        {
            await first.ForgetAsync(secret, CancellationToken.None);
        }

        return stored;
    }
}
