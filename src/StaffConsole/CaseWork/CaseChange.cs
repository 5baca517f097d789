using Microsoft.EntityFrameworkCore;
using ReportingService.Core.Reports;
using ReportingService.Data;

namespace ReportingService.StaffConsole.CaseWork;

/// <summary>
/// Changes a case in one transaction with everything that belongs to it: the audit line, the rows, the message to the
/// screens of the desk that holds it and of the desk that held it.
/// </summary>
public sealed class CaseChange(IDatabaseWriter writer, Outbox outbox, TimeProvider time)
{
    private const int Tries = 4;

    /// <summary>Runs the change on the row as it is now; again, when somebody else changed the row meanwhile.</summary>
    public async Task<T> MakeAsync<T>(ReportId report, Func<ReportingDb, Case, CancellationToken, Task<T>> work, CancellationToken cancellationToken)
    {
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                return await writer.WriteAsync((db, ct) => RunAsync(db, report, work, ct), cancellationToken);
            }
            catch (Exception e) when (attempt < Tries && (e is DbUpdateConcurrencyException || DatabaseErrors.IsUniqueViolation(e)))
            {
                // Somebody else was faster; look again.
            }
        }
    }

    /// <summary>Changes only rows beside the case, on what stands in it: who changes it in the same moment begins again.</summary>
    public static void Touch(ReportingDb db, Case row) => db.Entry(row).Property(report => report.LastActivityAt).IsModified = true;

    /// <summary>The next place in the order of a case's items, after those that this change has added already.</summary>
    public static async Task<int> NextItemAsync(ReportingDb db, Guid report, CancellationToken cancellationToken)
    {
        var stored = await db.CaseItems.Where(item => item.CaseId == report).MaxAsync(item => (int?)item.Seq, cancellationToken) ?? 0;
        return db.CaseItems.Local.Where(item => item.CaseId == report).Select(item => item.Seq).Append(stored).Max() + 1;
    }

    /// <summary>The next place in the order of a case's messages.</summary>
    public static async Task<int> NextMessageAsync(ReportingDb db, Guid report, CancellationToken cancellationToken)
        => (await db.CaseMessages.Where(message => message.CaseId == report).MaxAsync(message => (int?)message.Seq, cancellationToken) ?? 0) + 1;

    private async Task<T> RunAsync<T>(ReportingDb db, ReportId report, Func<ReportingDb, Case, CancellationToken, Task<T>> work, CancellationToken cancellationToken)
    {
        var row = await db.Cases.SingleAsync(candidate => candidate.Id == report.Value, cancellationToken);
        var before = row.HolderDesk;
        var result = await work(db, row, cancellationToken);
        if (db.Entry(row).State == EntityState.Modified || db.ChangeTracker.HasChanges())
        {
            if (row.State != ReportState.Closed)
            {
                row.LastActivityAt = CoarseTime.Minute(time.GetUtcNow());
            }

            foreach (var desk in new[] { before, row.HolderDesk }.OfType<string>().Distinct(StringComparer.Ordinal))
            {
                outbox.Add(db, OutboxKind.CaseChanged, row.Id, row.Urgency, desk);
            }
        }

        return result;
    }
}
