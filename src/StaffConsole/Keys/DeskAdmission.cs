using Microsoft.EntityFrameworkCore;
using ReportingService.Data;
using ReportingService.Opening;
using ReportingService.Sealing;
using ReportingService.StaffConsole.SignIn;

namespace ReportingService.StaffConsole.Keys;

/// <summary>Admits members to a desk.</summary>
public sealed class DeskAdmission(IDbContextFactory<ReportingDb> databases, IDatabaseWriter writer, Audit audit, DeskKeyOpener opener, Trust trust)
{
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

        var newest = await NewestAsync(db, desk, cancellationToken);
        List<UnitKeyGrant> grants = [];
        foreach (var unit in await opener.OpenAllAsync(db, desk, member, cancellationToken))
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
                // First, because it holds the log until the end: what happens in the same moment is logged too, and is seen here or comes after.
                await audit.AppendAsync(write, member.AccountId, "member_admitted", desk, newcomer.ToString("N"), ct);

                // The desk's key made anew meanwhile is one the newcomer would lack for good; and the account may be disabled, or have another key.
                var membership = await write.Memberships.SingleOrDefaultAsync(row => row.AccountId == newcomer && row.Desk == desk, ct);
                var now = await write.Accounts.AsNoTracking().SingleAsync(row => row.Id == newcomer, ct);
                if (membership?.State != MembershipState.Waiting || now.State != AccountState.Active || now.PublicKey?.SequenceEqual(account.PublicKey) != true
                    || await NewestAsync(write, desk, ct) != newest)
                {
                    write.ChangeTracker.Clear();
                    return false;
                }

                membership.State = MembershipState.Active;
                membership.AdmittedBy = member.AccountId;
                // Only what is granted anew: an epoch that the admitting member cannot open stays with who could read it before.
                await write.UnitKeyGrants.Where(grant => grant.Desk == desk && grant.AccountId == newcomer && epochs.Contains(grant.Epoch)).ExecuteDeleteAsync(ct);
                write.UnitKeyGrants.AddRange(grants);
                return true;
            },
            cancellationToken);
    }

    private static Task<int?> NewestAsync(ReportingDb db, string desk, CancellationToken cancellationToken)
        => db.UnitKeys.Where(key => key.Desk == desk).MaxAsync(key => (int?)key.Epoch, cancellationToken);
}
