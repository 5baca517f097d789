using Microsoft.EntityFrameworkCore;
using ReportingService.Core.Routing;
using ReportingService.Data;
using ReportingService.Opening;
using ReportingService.Sealing;

namespace ReportingService.Standalone.Custody;

/// <summary>A custodian admits a member to a desk that no living member can open.</summary>
internal static class DeskGranting
{
    /// <summary>Wraps every epoch of the desk's key to the account, so that old cases open too.</summary>
    /// <remarks>Threat: the account's public key was exchanged in the database. <c>disagrees</c> is asked with its fingerprint before anything is wrapped to it, and says why not.</remarks>
    /// <returns>Null when done, or the sentence that says why not.</returns>
    public static async Task<string?> GrantAsync(
        ReportingDb db, IDatabaseWriter writer, Audit audit, RecoveryOpener recovery, Trust trust, DeskDirectory desks, string user, string desk, Func<string, string?> disagrees,
        DateTimeOffset now, CancellationToken cancellation)
    {
        var account = await db.Accounts.AsNoTracking().SingleAsync(row => row.UserName == user, cancellation);
        if (await GrantRefusal.OfAsync(db, account, desk, desks, cancellation) is { } refusal)
        {
            return refusal;
        }

        var keys = await db.UnitKeys.AsNoTracking().Where(key => key.Desk == desk).OrderBy(key => key.Epoch).ToListAsync(cancellation);
        if (keys.Count == 0)
        {
            return $"The desk {desk} has no key yet. Its first member makes it: sign in as {user} and open Desks.";
        }

        if (keys.Exists(key => key.Domain != recovery.Domain))
        {
            return $"The desk {desk} is not of the domain of this recovery key.";
        }

        var member = new UnitMember(account.Id, PublicKey.FromBytes(account.PublicKey!));
        if (disagrees(KeyFingerprint.Of(member.PublicKey)) is { } why)
        {
            return why;
        }

        var grants = keys.ConvertAll(key =>
        {
            using var unit = recovery.OpenUnit(key.ToRecord(), key.RecoveryWrap);
            return new UnitKeyGrant { Desk = desk, Epoch = key.Epoch, AccountId = account.Id, Wrapped = UnitKeyMaker.Admit(unit, member, trust) };
        });

        return await writer.WriteAsync<string?>(
            async (write, ct) =>
            {
                // Threat: the custodian took their time to compare; the account was disabled, moved or made anew, or the desk got another key.
                var current = await write.Accounts.AsNoTracking().SingleAsync(row => row.Id == account.Id, ct);
                if (await GrantRefusal.OfAsync(write, current, desk, desks, ct) is { } late)
                {
                    return late;
                }

                if (!current.PublicKey!.AsSpan().SequenceEqual(account.PublicKey) || await write.UnitKeys.CountAsync(key => key.Desk == desk, ct) != keys.Count)
                {
                    return $"Nothing was granted: the key of {user} or of {desk} was changed in the same moment. Run this again.";
                }

                await write.UnitKeyGrants.Where(grant => grant.Desk == desk && grant.AccountId == account.Id).ExecuteDeleteAsync(ct);
                write.UnitKeyGrants.AddRange(grants);
                var membership = await write.Memberships.SingleOrDefaultAsync(row => row.AccountId == account.Id && row.Desk == desk, ct);
                if (membership is null)
                {
                    write.Memberships.Add(new Membership { AccountId = account.Id, Desk = desk, State = MembershipState.Active, CreatedAt = now });
                }
                else
                {
                    membership.State = MembershipState.Active;
                }

                await audit.AppendAsync(write, "custodian", "member_granted", account.Id.ToString("N"), desk, ct);
                return null;
            },
            cancellation);
    }
}
