using Microsoft.EntityFrameworkCore;
using ReportingService.Core.Routing;
using ReportingService.Data;
using ReportingService.Opening;
using ReportingService.Sealing;
using ReportingService.StaffConsole.SignIn;

namespace ReportingService.StaffConsole.Keys;

/// <summary>Makes the first key of a desk.</summary>
public sealed class DeskKeyMaker(IDatabaseWriter writer, Audit audit, RoutingData routing, Trust trust, TimeProvider time)
{
    /// <summary>The audit line of a key that a custodian signs; its subject is the desk.</summary>
    public const string Made = "unit_key_made";

    /// <summary>The first member makes the desk's key in their own session; it waits for a custodian. Null when the desk has a key already, or they no longer belong to it.</summary>
    public async Task<UnitKeyRecord?> MakeFirstAsync(string desk, UnlockedSession member, CancellationToken cancellationToken)
    {
        var made = member.UseKey(key => UnitKeyMaker.CreateFirst(
            desk, routing.Desks[desk].Domain, new UnitMember(member.AccountId, key.Public), trust, time.GetUtcNow()));
        try
        {
            var stands = await writer.WriteAsync(
                async (db, ct) =>
                {
                    // First, because it holds the log until the end: a removal, which is logged too, is seen whole here or comes after.
                    await audit.AppendAsync(db, member.AccountId, Made, desk, "epoch=1", ct);

                    // Threat: the maker is removed from the desk, or disabled, while the key is made, and comes back by it.
                    if (await db.Memberships.SingleOrDefaultAsync(
                        row => row.AccountId == member.AccountId && row.Desk == desk && row.State != MembershipState.Removed
                            && db.Accounts.Any(account => account.Id == row.AccountId && account.State == AccountState.Active),
                        ct) is not { } membership)
                    {
                        db.ChangeTracker.Clear();
                        return false;
                    }

                    Add(db, made);
                    membership.State = MembershipState.Active;
                    return true;
                },
                cancellationToken);
            return stands ? made.Record : null;
        }
        catch (Exception exception) when (DatabaseErrors.IsUniqueViolation(exception))
        {
            return null;
        }
    }

    /// <summary>Adds a made key and its grants to a unit of work.</summary>
    public static void Add(ReportingDb db, NewUnitKey made)
    {
        db.UnitKeys.Add(made.Record.ToRow(made.RecoveryWrap));
        db.UnitKeyGrants.AddRange(made.Grants.Select(grant => new UnitKeyGrant
        {
            Desk = made.Record.Desk,
            Epoch = made.Record.Epoch,
            AccountId = grant.AccountId,
            Wrapped = grant.Wrapped,
        }));
    }
}
