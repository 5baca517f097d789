using Microsoft.EntityFrameworkCore;
using ReportingService.Core.Reports;
using ReportingService.Data;

namespace ReportingService.Triage.ExpireReports;

/// <summary>
/// A withdrawn report has ended for everybody but its reporter, who may take it back for a week: its times become days like those of
/// a closed one. Intake does it to the report's row; the rest is done here, also for a report that was routed after it was withdrawn.
/// </summary>
public sealed class WithdrawnTimes(IDbContextFactory<ReportingDb> databases, IDatabaseWriter writer)
{
    /// <summary>Makes days of the times of every withdrawn report; the answer is how many there are.</summary>
    public async Task<int> HandleAsync(CancellationToken cancellationToken)
    {
        List<Guid> withdrawn;
        await using (var db = await databases.CreateDbContextAsync(cancellationToken))
        {
            withdrawn = await db.Cases.AsNoTracking().Where(c => c.State == ReportState.Withdrawn).Select(c => c.Id).ToListAsync(cancellationToken);
        }

        foreach (var id in withdrawn)
        {
            try
            {
                await writer.WriteAsync((db, ct) => CoarsenAsync(db, id, ct), cancellationToken);
            }
            catch (DbUpdateConcurrencyException)
            {
                // Its reporter took it back in the same moment, or it will be met again at the next round.
            }
        }

        return withdrawn.Count;
    }

    private static async Task CoarsenAsync(ReportingDb db, Guid id, CancellationToken cancellationToken)
    {
        if (await db.Cases.SingleOrDefaultAsync(c => c.Id == id && c.State == ReportState.Withdrawn, cancellationToken) is { } report)
        {
            CaseTimes.ToDays(report);
            await CaseTimes.RestToDaysAsync(db, id, cancellationToken);
        }
    }
}
