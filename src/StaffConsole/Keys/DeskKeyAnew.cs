using Microsoft.EntityFrameworkCore;
using ReportingService.Core.Routing;
using ReportingService.Data;
using ReportingService.Opening;
using ReportingService.Sealing;
using ReportingService.StaffConsole.SignIn;

namespace ReportingService.StaffConsole.Keys;

/// <summary>A new key for a desk whose key has ended.</summary>
public sealed class DeskKeyAnew(
    IDbContextFactory<ReportingDb> databases, IDatabaseWriter writer, Audit audit, MemberProof proof, RoutingData routing, Trust trust, VerifiedDeskKeys keys, TimeProvider time)
{
    /// <summary>What it means, to be read and confirmed before. Null when the key has not ended, or a new one waits for its signature.</summary>
    public async Task<AnewPlan?> PlanAsync(string desk, UnlockedSession member, CancellationToken cancellationToken)
    {
        await using var db = await databases.CreateDbContextAsync(cancellationToken);
        if (await EndedChainAsync(db, desk, cancellationToken) is not { } chain)
        {
            return null;
        }

        using var proven = await proof.ReadAsync(db, chain, member, cancellationToken);
        if (proven is not null)
        {
            return new AnewPlan(chain[^1].ExpiresAt, OpensEnded: true, [.. proven.Named.Where(row => row.Proven)], [.. proven.Named.Where(row => !row.Proven)], []);
        }

        var others = await (
            from membership in db.Memberships.AsNoTracking()
            join account in db.Accounts.AsNoTracking() on membership.AccountId equals account.Id
            where membership.Desk == desk && membership.State == MembershipState.Active && account.State == AccountState.Active && account.Id != member.AccountId
            orderby account.UserName
            select account.UserName).ToListAsync(cancellationToken);
        var own = new RenewalMember(member.AccountId, member.UserName, member.UseKey(key => KeyFingerprint.Of(key.Public)), Proven: true);
        return new AnewPlan(chain[^1].ExpiresAt, OpensEnded: false, [own], [], others);
    }

    /// <summary>
    /// A new epoch for a desk whose key has ended: an ended key signs nothing, so it waits for a custodian. Members whom the ended
    /// key admitted get it; where its maker cannot open that one, the others wait to be admitted again. False when the key has not ended,
    /// or those who would get it are not the <paramref name="confirmed"/>, or not all of them still belong to the desk.
    /// </summary>
    public async Task<bool> MakeAsync(string desk, UnlockedSession member, IReadOnlyCollection<Guid> confirmed, CancellationToken cancellationToken)
    {
        await using var db = await databases.CreateDbContextAsync(cancellationToken);
        if (await EndedChainAsync(db, desk, cancellationToken) is not { } chain)
        {
            return false;
        }

        using var proven = await proof.ReadAsync(db, chain, member, cancellationToken);
        if (!(proven?.AreExactly(confirmed) ?? confirmed.All(account => account == member.AccountId) && confirmed.Count > 0))
        {
            return false;
        }

        var made = proven is null
            ? member.UseKey(key => UnitKeyMaker.CreateAnew(chain, new UnitMember(member.AccountId, key.Public), trust, time.GetUtcNow()))
            : UnitKeyMaker.CreateAnew(proven.Newest, chain, proven.Admitted, trust, time.GetUtcNow());
        try
        {
            return await writer.WriteAsync(
                async (write, ct) =>
                {
                    // First, because it holds the log until the end: a removal, which is logged too, is seen whole here or comes after.
                    await audit.AppendAsync(write, member.AccountId, DeskKeyMaker.Made, desk, $"epoch={made.Record.Epoch}", ct);

                    // Threat: as at a renewal, who is removed or disabled while the key is made gets it.
                    if (!await MemberProof.StillBelongAsync(write, made, ct))
                    {
                        write.ChangeTracker.Clear();
                        return false;
                    }

                    DeskKeyMaker.Add(write, made);
                    await proof.RefuseAsync(write, member, desk, proven?.Named ?? [], ct);
                    await MemberProof.WaitAsync(write, made, ct);
                    return true;
                },
                cancellationToken);
        }
        catch (Exception exception) when (DatabaseErrors.IsUniqueViolation(exception))
        {
            return false;
        }
    }

    private async Task<IReadOnlyList<UnitKeyRecord>?> EndedChainAsync(ReportingDb db, string desk, CancellationToken cancellationToken)
    {
        if (await keys.CurrentAsync(db, desk, routing.Desks[desk].Domain, cancellationToken) is not ChainVerdict.Refused { Reason: ChainRefusal.Expired })
        {
            return null;
        }

        var chain = await VerifiedDeskKeys.ChainAsync(db, desk, cancellationToken);
        return chain[^1].IsPending ? null : chain;
    }
}
