using System.Security.Cryptography;
using System.Text;
using Microsoft.EntityFrameworkCore;
using ReportingService.Core.Reports;
using ReportingService.Data;
using ReportingService.Opening;

namespace ReportingService.StaffConsole.AcceptInvite;

/// <summary>Makes accounts and invitations; used by the pages, the first start, the operator's commands and the demonstration. Needs no HTTP.</summary>
public sealed class AccountCreation(IDatabaseWriter writer, Audit audit, AccountVault vault, TimeProvider time)
{
    /// <summary>How long an invitation made by an administrator can be used.</summary>
    public static readonly TimeSpan InviteLife = TimeSpan.FromDays(3);

    /// <summary>How long the first administrator's link can be used.</summary>
    public static readonly TimeSpan FirstStartLife = TimeSpan.FromMinutes(30);

    /// <summary>A whole account at once, for commands and tests. The open account is the caller's to dispose.</summary>
    public async Task<UnlockedAccount> CreateAsync(string userName, string passphrase, AccountRole role, IReadOnlyList<string> desks, string actor, CancellationToken cancellationToken)
    {
        var made = await PrepareAsync(userName, passphrase, role, cancellationToken);
        await writer.WriteAsync(
            async (db, ct) =>
            {
                db.Accounts.Add(made.Row());
                AddDesks(db, made.Id, desks);
                await audit.AppendAsync(db, actor, "account_created", made.Id.ToString("N"), "role=" + Core.Vocabulary.Codes.Of(role), ct);
            },
            cancellationToken);
        return made.Keys.Account;
    }

    /// <summary>Everything of an account but its storing: the slow part, outside of any transaction. The demonstration stores many at once.</summary>
    public async Task<PreparedAccount> PrepareAsync(string userName, string passphrase, AccountRole role, CancellationToken cancellationToken)
    {
        var id = ReportId.New().Value;
        return new PreparedAccount(id, userName, role, await vault.CreateAsync(id, passphrase, Core.Vocabulary.Codes.Of(role), cancellationToken), Now);
    }

    /// <summary>An account without a passphrase, and the secret of the one-time link that gives it one. Null when the name is taken.</summary>
    public async Task<string?> InviteNewAsync(string userName, AccountRole role, IReadOnlyList<string> desks, string actor, TimeSpan life, CancellationToken cancellationToken)
    {
        var id = ReportId.New().Value;
        var secret = NewSecret();
        try
        {
            await writer.WriteAsync(
                async (db, ct) =>
                {
                    db.Accounts.Add(new Account { Id = id, UserName = userName, Role = role, State = AccountState.Invited, CreatedAt = Now });
                    AddDesks(db, id, desks);
                    db.Invites.Add(new Invite { TokenHash = HashOf(secret), AccountId = id, ExpiresAt = Now + life });
                    await audit.AppendAsync(db, actor, "account_created", id.ToString("N"), "role=" + Core.Vocabulary.Codes.Of(role), ct);
                },
                cancellationToken);
            return secret;
        }
        catch (Exception exception) when (DatabaseErrors.IsUniqueViolation(exception))
        {
            return null;
        }
    }

    /// <summary>
    /// A new link for an account that exists: its passphrase is lost. The old keys go with it, so every desk must admit it again. Null for
    /// one that was removed or is disabled: an invitation would let it in again.
    /// </summary>
    public async Task<string?> InviteAgainAsync(Guid accountId, string actor, TimeSpan life, CancellationToken cancellationToken)
    {
        var secret = NewSecret();
        var known = await writer.WriteAsync(
            async (db, ct) =>
            {
                var account = await db.Accounts.SingleOrDefaultAsync(candidate => candidate.Id == accountId && candidate.State != AccountState.Removed && candidate.State != AccountState.Suspended, ct);
                if (account is null)
                {
                    return false;
                }

                account.State = AccountState.Invited;
                account.SealedVault = null;
                account.PublicKey = null;
                await db.Invites.Where(invite => invite.AccountId == accountId && invite.UsedAt == null).ExecuteDeleteAsync(ct);
                await db.UnitKeyGrants.Where(grant => grant.AccountId == accountId).ExecuteDeleteAsync(ct);
                await db.Memberships.Where(row => row.AccountId == accountId && row.State == MembershipState.Active)
                    .ExecuteUpdateAsync(row => row.SetProperty(membership => membership.State, MembershipState.Waiting), ct);
                db.KeysDestroyed();
                db.Invites.Add(new Invite { TokenHash = HashOf(secret), AccountId = accountId, ExpiresAt = Now + life });
                await audit.AppendAsync(db, actor, "account_invited_again", accountId.ToString("N"), "keys=destroyed", ct);
                return true;
            },
            cancellationToken);
        return known ? secret : null;
    }

    /// <summary>What is stored of an invitation's secret.</summary>
    public static byte[] HashOf(string secret) => SHA256.HashData(Encoding.UTF8.GetBytes(secret.Trim()));

    private DateTimeOffset Now => CoarseTime.Second(time.GetUtcNow());

    private static string NewSecret() => Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(24));

    private void AddDesks(ReportingDb db, Guid account, IReadOnlyList<string> desks)
    {
        foreach (var desk in desks.Distinct(StringComparer.Ordinal))
        {
            db.Memberships.Add(new Membership { AccountId = account, Desk = desk, State = MembershipState.Waiting, CreatedAt = Now });
        }
    }
}
