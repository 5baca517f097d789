using Microsoft.EntityFrameworkCore;
using ReportingService.Data;
using ReportingService.Opening;
using ReportingService.Sealing;
using ReportingService.StaffConsole.SignIn;

namespace ReportingService.StaffConsole.Keys;

/// <summary>Opens the keys of desks in a member's session. Needs no HTTP, like everything that makes, signs, admits to and renews them.</summary>
public sealed class DeskKeyOpener(Trust trust)
{
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

    /// <summary>Every epoch that the member can open; the caller disposes of them.</summary>
    public async Task<List<UnitPrivateKey>> OpenAllAsync(ReportingDb db, string desk, UnlockedSession member, CancellationToken cancellationToken)
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
}
