using System.Security.Cryptography;
using Microsoft.EntityFrameworkCore;
using ReportingService.Data;
using ReportingService.Opening;
using ReportingService.Sealing;
using ReportingService.StaffConsole.SignIn;

namespace ReportingService.StaffConsole.Keys;

/// <summary>Tells members whom a desk's newest key proves from those who stand only in a row.</summary>
public sealed class MemberProof(Audit audit, Trust trust)
{
    /// <summary>
    /// Opens the newest epoch in the member's session and sifts the rows by it. Threat: somebody who writes to the database adds a member
    /// or exchanges a public key, to be given the next epoch. Null when the member has no grant of the newest.
    /// </summary>
    public async Task<ProvenMembers?> ReadAsync(ReportingDb db, IReadOnlyList<UnitKeyRecord> chain, UnlockedSession member, CancellationToken cancellationToken)
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

        return new ProvenMembers(newest, admitted, named);
    }

    /// <summary>Who is a member only by a row waits until somebody admits them, and stands in the audit log.</summary>
    public async Task RefuseAsync(ReportingDb db, UnlockedSession member, string desk, IEnumerable<RenewalMember> named, CancellationToken cancellationToken)
    {
        foreach (var planted in named.Where(row => !row.Proven))
        {
            var membership = await db.Memberships.SingleAsync(row => row.AccountId == planted.AccountId && row.Desk == desk, cancellationToken);
            membership.State = MembershipState.Waiting;
            await audit.AppendAsync(db, member.AccountId, "member_refused", desk, planted.AccountId.ToString("N"), cancellationToken);
        }
    }

    /// <summary>Whether everybody who is to get a new key is a reading member with an open account, as the rows are in the caller's transaction.</summary>
    public static async Task<bool> StillBelongAsync(ReportingDb db, NewUnitKey made, CancellationToken cancellationToken)
    {
        var (desk, granted) = (made.Record.Desk, made.Grants.Select(grant => grant.AccountId).ToList());
        return granted.Count == await db.Memberships.CountAsync(
            row => row.Desk == desk && row.State == MembershipState.Active && granted.Contains(row.AccountId)
                && db.Accounts.Any(account => account.Id == row.AccountId && account.State == AccountState.Active),
            cancellationToken);
    }

    /// <summary>Who does not get a new key waits until somebody admits them again: a disabled account, should it be enabled one day.</summary>
    public static async Task WaitAsync(ReportingDb db, NewUnitKey made, CancellationToken cancellationToken)
    {
        var (desk, granted) = (made.Record.Desk, made.Grants.Select(grant => grant.AccountId).ToList());
        foreach (var other in await db.Memberships.Where(row => row.Desk == desk && row.State == MembershipState.Active && !granted.Contains(row.AccountId)).ToListAsync(cancellationToken))
        {
            other.State = MembershipState.Waiting;
        }
    }

    private static PublicKey? Readable(byte[]? bytes)
    {
        try
        {
            return bytes is null ? null : PublicKey.FromBytes(bytes);
        }
        catch (CryptographicException)
        {
            return null;
        }
    }
}
