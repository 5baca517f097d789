using Microsoft.EntityFrameworkCore;
using ReportingService.Core.Routing;
using ReportingService.Data;
using ReportingService.Opening;
using ReportingService.Sealing;
using ReportingService.StaffConsole.SignIn;

namespace ReportingService.StaffConsole.Keys;

/// <summary>
/// Makes, signs, admits to and renews the keys of desks. Used by the pages, by the operator's commands and by the
/// demonstration alike; needs no HTTP.
/// </summary>
public sealed class DeskKeyring(
    IDbContextFactory<ReportingDb> databases, IDatabaseWriter writer, Audit audit, RoutingData routing, Trust trust, VerifiedDeskKeys keys, TimeProvider time)
{
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
                    await audit.AppendAsync(db, member.AccountId, "unit_key_made", desk, "epoch=1", ct);
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

    /// <summary>Keys that wait for a custodian, by desk.</summary>
    public async Task<IReadOnlyList<UnitKeyRecord>> PendingAsync(CancellationToken cancellationToken)
    {
        await using var db = await databases.CreateDbContextAsync(cancellationToken);
        var rows = await db.UnitKeys.AsNoTracking().Where(key => key.State == UnitKeyState.Pending).OrderBy(key => key.Desk).ToListAsync(cancellationToken);
        return rows.ConvertAll(row => row.ToRecord());
    }

    /// <summary>A custodian signs one of them, after comparing its fingerprint: from then on it is the desk's key.</summary>
    public async Task SignAsync(RootSigner root, UnitKeyRecord pending, CancellationToken cancellationToken)
    {
        UnitKeyRecord signed;
        await using (var db = await databases.CreateDbContextAsync(cancellationToken))
        {
            var chain = await VerifiedDeskKeys.ChainAsync(db, pending.Desk, cancellationToken);
            signed = root.Sign(pending, [.. chain.Where(record => record.Epoch < pending.Epoch)], time.GetUtcNow());
        }

        await writer.WriteAsync(
            async (db, ct) =>
            {
                foreach (var row in await db.UnitKeys.Where(key => key.Desk == signed.Desk && key.Epoch <= signed.Epoch).ToListAsync(ct))
                {
                    if (row.Epoch == signed.Epoch)
                    {
                        row.Signature = signed.Signature;
                        row.SignedBy = signed.SignedBy;
                        row.State = UnitKeyState.Active;
                    }
                    else if (row.State == UnitKeyState.Active)
                    {
                        row.State = UnitKeyState.Retired;
                    }
                }

                await audit.AppendAsync(db, "custodian", "unit_key_signed", signed.Desk, $"epoch={signed.Epoch}", ct);
            },
            cancellationToken);
    }

    /// <summary>Signs everything that waits in the root's domain, for desks that the directory puts there.</summary>
    public async Task SignPendingAsync(RootSigner root, CancellationToken cancellationToken)
    {
        foreach (var record in await PendingAsync(cancellationToken))
        {
            if (record.Domain == root.Domain && routing.Desks.Find(record.Desk)?.Domain == root.Domain)
            {
                await SignAsync(root, record, cancellationToken);
            }
        }
    }

    /// <summary>An active member admits one who waits, after comparing the fingerprint of their key. False when nobody of that name waits.</summary>
    public async Task<bool> AdmitAsync(string desk, UnlockedSession member, Guid newcomer, string fingerprint, CancellationToken cancellationToken)
    {
        await using var db = await databases.CreateDbContextAsync(cancellationToken);
        var account = await (
            from membership in db.Memberships.AsNoTracking()
            join candidate in db.Accounts.AsNoTracking() on membership.AccountId equals candidate.Id
            where membership.Desk == desk && membership.AccountId == newcomer && membership.State == MembershipState.Waiting
                && candidate.State == AccountState.Active
            select candidate).SingleOrDefaultAsync(cancellationToken);
        if (account?.PublicKey is null)
        {
            return false;
        }

        // Threat: the newcomer's public key is replaced between the page that showed the fingerprint and this answer.
        var key = PublicKey.FromBytes(account.PublicKey);
        if (!string.Equals(KeyFingerprint.Of(key), fingerprint, StringComparison.Ordinal))
        {
            return false;
        }

        List<UnitKeyGrant> grants = [];
        foreach (var unit in await OpenAllAsync(db, desk, member, cancellationToken))
        {
            using (unit)
            {
                grants.Add(new UnitKeyGrant { Desk = desk, Epoch = unit.Epoch, AccountId = newcomer, Wrapped = UnitKeyMaker.Admit(unit, new UnitMember(newcomer, key), trust) });
            }
        }

        if (grants.Count == 0)
        {
            return false;
        }

        var epochs = grants.ConvertAll(grant => grant.Epoch);
        return await writer.WriteAsync(
            async (write, ct) =>
            {
                var membership = await write.Memberships.SingleAsync(row => row.AccountId == newcomer && row.Desk == desk, ct);
                if (membership.State != MembershipState.Waiting)
                {
                    return false;
                }

                membership.State = MembershipState.Active;
                membership.AdmittedBy = member.AccountId;
                // Only what is granted anew: an epoch that the admitting member cannot open stays with who could read it before.
                await write.UnitKeyGrants.Where(grant => grant.Desk == desk && grant.AccountId == newcomer && epochs.Contains(grant.Epoch)).ExecuteDeleteAsync(ct);
                write.UnitKeyGrants.AddRange(grants);
                await audit.AppendAsync(write, member.AccountId, "member_admitted", desk, newcomer.ToString("N"), ct);
                return true;
            },
            cancellationToken);
    }

    /// <summary>Whom the rows name as reading members, and who of them is proven by the newest key. Null when the member cannot open it.</summary>
    public async Task<IReadOnlyList<RenewalMember>?> MembersAsync(string desk, UnlockedSession member, CancellationToken cancellationToken)
    {
        await using var db = await databases.CreateDbContextAsync(cancellationToken);
        var chain = await VerifiedDeskKeys.ChainAsync(db, desk, cancellationToken);
        using var renewal = chain.Count == 0 || chain[^1].IsPending ? null : await RenewalAsync(db, chain, member, cancellationToken);
        return renewal?.Named;
    }

    /// <summary>
    /// Starts the next epoch: when a member has left, when the key nears its end. It goes to the members whom
    /// <paramref name="confirmed"/> names, each proven by the current key; who is named only by a row is refused and on record.
    /// False when the member cannot open the current epoch, or the proven members are not the confirmed ones.
    /// </summary>
    public async Task<bool> RotateAsync(string desk, UnlockedSession member, IReadOnlyCollection<Guid> confirmed, CancellationToken cancellationToken)
    {
        await using var db = await databases.CreateDbContextAsync(cancellationToken);
        var chain = await VerifiedDeskKeys.ChainAsync(db, desk, cancellationToken);
        if (chain.Count == 0 || chain[^1].IsPending)
        {
            return false;
        }

        var epoch = chain[^1].Epoch;
        using var renewal = await RenewalAsync(db, chain, member, cancellationToken);

        // Threat: a member who was removed is put back, with a grant from an old copy, between the page that named the members and this answer.
        if (renewal is null || !renewal.Admitted.Select(row => row.AccountId).ToHashSet().SetEquals(confirmed))
        {
            return false;
        }

        NewUnitKey made;
        try
        {
            made = UnitKeyMaker.Rotate(renewal.Newest, chain, renewal.Admitted, trust, time.GetUtcNow());
        }
        catch (SealBrokenException)
        {
            // Threat: an earlier record was changed, so that the next epoch vouches for it. Nothing is made, and it stands on record.
            await writer.WriteAsync((write, ct) => audit.AppendAsync(write, member.AccountId, "unit_key_refused", desk, "rotation", ct), CancellationToken.None);
            return false;
        }

        try
        {
            await writer.WriteAsync(
                async (write, ct) =>
                {
                    var last = await write.UnitKeys.SingleAsync(key => key.Desk == desk && key.Epoch == epoch, ct);
                    last.State = UnitKeyState.Retired;
                    Add(write, made);
                    await RefuseAsync(write, member, desk, renewal.Named, ct);
                    await audit.AppendAsync(write, member.AccountId, "unit_key_rotated", desk, $"epoch={made.Record.Epoch}", ct);
                },
                cancellationToken);
            return true;
        }
        catch (Exception exception) when (DatabaseErrors.IsUniqueViolation(exception))
        {
            return false;
        }
    }

    /// <summary>
    /// A new epoch for a desk whose key has ended: an ended key signs nothing, so it waits for a custodian. Members whom the ended
    /// key admitted get it; where its maker cannot open that one, the others wait to be admitted again. False when the key has not ended.
    /// </summary>
    public async Task<bool> MakeAnewAsync(string desk, UnlockedSession member, CancellationToken cancellationToken)
    {
        await using var db = await databases.CreateDbContextAsync(cancellationToken);
        if (await keys.CurrentAsync(db, desk, routing.Desks[desk].Domain, cancellationToken) is not ChainVerdict.Refused { Reason: ChainRefusal.Expired })
        {
            return false;
        }

        var chain = await VerifiedDeskKeys.ChainAsync(db, desk, cancellationToken);
        if (chain[^1].IsPending)
        {
            return false;
        }

        using var renewal = await RenewalAsync(db, chain, member, cancellationToken);
        var made = renewal is null
            ? member.UseKey(key => UnitKeyMaker.CreateAnew(chain, new UnitMember(member.AccountId, key.Public), trust, time.GetUtcNow()))
            : UnitKeyMaker.CreateAnew(renewal.Newest, chain, renewal.Admitted, trust, time.GetUtcNow());
        var granted = made.Grants.Select(grant => grant.AccountId).ToList();
        try
        {
            await writer.WriteAsync(
                async (write, ct) =>
                {
                    Add(write, made);
                    await RefuseAsync(write, member, desk, renewal?.Named ?? [], ct);
                    foreach (var other in await write.Memberships.Where(row => row.Desk == desk && row.State == MembershipState.Active && !granted.Contains(row.AccountId)).ToListAsync(ct))
                    {
                        other.State = MembershipState.Waiting;
                    }

                    await audit.AppendAsync(write, member.AccountId, "unit_key_made", desk, $"epoch={made.Record.Epoch}", ct);
                },
                cancellationToken);
            return true;
        }
        catch (Exception exception) when (DatabaseErrors.IsUniqueViolation(exception))
        {
            return false;
        }
    }

    /// <summary>One epoch of a desk's key, opened with a member's key. Audit before calling. Null when the member has no grant.</summary>
    public async Task<UnitPrivateKey?> OpenAsync(ReportingDb db, string desk, int epoch, UnlockedSession member, CancellationToken cancellationToken)
    {
        var row = await db.UnitKeys.AsNoTracking().SingleOrDefaultAsync(key => key.Desk == desk && key.Epoch == epoch, cancellationToken);
        var grant = await db.UnitKeyGrants.AsNoTracking()
            .SingleOrDefaultAsync(candidate => candidate.Desk == desk && candidate.Epoch == epoch && candidate.AccountId == member.AccountId, cancellationToken);
        return row is null || grant is null
            ? null
            : member.UseKey(key => UnitKeyOpener.Open(key, member.AccountId, row.ToRecord(), trust.Instance, grant.Wrapped));
    }

    /// <summary>
    /// Opens the newest epoch in the member's session and sifts the rows by it. Threat: somebody who writes to the database adds a member
    /// or exchanges a public key, to be given the next epoch. Null when the member has no grant of the newest.
    /// </summary>
    private async Task<Renewal?> RenewalAsync(ReportingDb db, IReadOnlyList<UnitKeyRecord> chain, UnlockedSession member, CancellationToken cancellationToken)
    {
        var (desk, epoch) = (chain[^1].Desk, chain[^1].Epoch);
        var rows = await (
            from membership in db.Memberships.AsNoTracking()
            join account in db.Accounts.AsNoTracking() on membership.AccountId equals account.Id
            where membership.Desk == desk && membership.State == MembershipState.Active && account.State == AccountState.Active
            orderby account.UserName
            select new
            {
                account.Id,
                account.UserName,
                account.PublicKey,
                Grant = db.UnitKeyGrants.Where(grant => grant.Desk == desk && grant.Epoch == epoch && grant.AccountId == account.Id).Select(grant => grant.Wrapped).FirstOrDefault(),
            }).ToListAsync(cancellationToken);
        if (rows.Find(row => row.Id == member.AccountId)?.Grant is not { } own)
        {
            return null;
        }

        var newest = member.UseKey(key => UnitKeyOpener.Open(key, member.AccountId, chain[^1], trust.Instance, own));
        List<AdmittedMember> admitted = [];
        List<RenewalMember> named = [];
        foreach (var row in rows)
        {
            var key = Readable(row.PublicKey);
            var candidate = key is { } readable && row.Grant is not null ? new AdmittedMember(row.Id, readable, row.Grant) : null;
            var proven = candidate is not null && UnitKeyMaker.IsAdmitted(newest, candidate, trust);
            named.Add(new RenewalMember(row.Id, row.UserName, key is { } shown ? KeyFingerprint.Of(shown) : null, proven));
            if (proven)
            {
                admitted.Add(candidate!);
            }
        }

        return new Renewal(newest, admitted, named);
    }

    /// <summary>Who is a member only by a row waits until somebody admits them, and stands in the audit log.</summary>
    private async Task RefuseAsync(ReportingDb db, UnlockedSession member, string desk, IEnumerable<RenewalMember> named, CancellationToken cancellationToken)
    {
        foreach (var planted in named.Where(row => !row.Proven))
        {
            var membership = await db.Memberships.SingleAsync(row => row.AccountId == planted.AccountId && row.Desk == desk, cancellationToken);
            membership.State = MembershipState.Waiting;
            await audit.AppendAsync(db, member.AccountId, "member_refused", desk, planted.AccountId.ToString("N"), cancellationToken);
        }
    }

    private static PublicKey? Readable(byte[]? bytes)
    {
        try
        {
            return bytes is null ? null : PublicKey.FromBytes(bytes);
        }
        catch (System.Security.Cryptography.CryptographicException)
        {
            return null;
        }
    }

    private async Task<List<UnitPrivateKey>> OpenAllAsync(ReportingDb db, string desk, UnlockedSession member, CancellationToken cancellationToken)
    {
        List<UnitPrivateKey> opened = [];
        foreach (var record in await VerifiedDeskKeys.ChainAsync(db, desk, cancellationToken))
        {
            if (await OpenAsync(db, desk, record.Epoch, member, cancellationToken) is { } key)
            {
                opened.Add(key);
            }
        }

        return opened;
    }

    /// <summary>The newest epoch, opened, with whom it admitted and whom the rows name.</summary>
    private sealed record Renewal(UnitPrivateKey Newest, IReadOnlyList<AdmittedMember> Admitted, IReadOnlyList<RenewalMember> Named) : IDisposable
    {
        public void Dispose() => Newest.Dispose();
    }
}
