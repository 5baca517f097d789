using Microsoft.EntityFrameworkCore;
using ReportingService.Core.Reports;
using ReportingService.Core.Routing;
using ReportingService.Data;
using ReportingService.Sealing;

namespace ReportingService.StaffConsole.Keys;

/// <summary>
/// The only way to a key that something may be wrapped to. Threat: a public key in the database was replaced; every chain is
/// followed to the pinned root, and what does not follow is refused and written to the audit log.
/// </summary>
public sealed class VerifiedDesks(
    IDbContextFactory<ReportingDb> databases, IDatabaseWriter writer, Audit audit, RoutingData routing, VerifiedDeskKeys keys, TimeProvider time)
{
    /// <summary>The current key of a desk; null when it has none that holds.</summary>
    public async Task<VerifiedUnitKey?> FindAsync(string desk, CancellationToken cancellationToken)
    {
        if (routing.Desks.Find(desk) is not { External: false } entry)
        {
            return null;
        }

        await using var db = await databases.CreateDbContextAsync(cancellationToken);
        switch (await keys.CurrentAsync(db, desk, entry.Domain, cancellationToken))
        {
            case ChainVerdict.Current(var key):
                return key;
            case ChainVerdict.Refused(ChainRefusal.NoKey or ChainRefusal.Pending or ChainRefusal.Expired):
                return null;
            case ChainVerdict.Refused(var reason):
                var code = Core.Vocabulary.Codes.Of(reason);
                await writer.WriteAsync((write, ct) => audit.AppendAsync(write, "console", "unit_key_refused", desk, code, ct), cancellationToken);
                return null;
            default:
                return null;
        }
    }

    /// <summary>The first of these desks that has a verified key and a living reader who has not stepped aside from the report.</summary>
    public async Task<VerifiedUnitKey?> FirstReadyAsync(ReportId report, IEnumerable<string> desks, CancellationToken cancellationToken)
    {
        await using var db = await databases.CreateDbContextAsync(cancellationToken);
        var aside = await db.Recusals.Where(recusal => recusal.CaseId == report.Value).Select(recusal => recusal.AccountId).ToListAsync(cancellationToken);
        var ready = await DeskKeys.WithReaderExceptAsync(db, time.GetUtcNow(), aside, cancellationToken);
        foreach (var desk in desks.Where(ready.Contains))
        {
            if (await FindAsync(desk, cancellationToken) is { } key)
            {
                return key;
            }
        }

        return null;
    }
}
