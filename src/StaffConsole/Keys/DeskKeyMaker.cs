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

    /// <summary>The first member makes the desk's key in their own session; it waits for a custodian. Null when the desk has a key already.</summary>
    public async Task<UnitKeyRecord?> MakeFirstAsync(string desk, UnlockedSession member, CancellationToken cancellationToken)
    {
        var made = member.UseKey(key => UnitKeyMaker.CreateFirst(
            desk, routing.Desks[desk].Domain, new UnitMember(member.AccountId, key.Public), trust, time.GetUtcNow()));
        try
        {
            await writer.WriteAsync(
                async (db, ct) =>
                {
                    Add(db, made);
                    var membership = await db.Memberships.SingleAsync(row => row.AccountId == member.AccountId && row.Desk == desk, ct);
                    membership.State = MembershipState.Active;
                    await audit.AppendAsync(db, member.AccountId, Made, desk, "epoch=1", ct);
                },
                cancellationToken);
            return made.Record;
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
