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
}
