using Microsoft.EntityFrameworkCore;
using ReportingService.Data;

namespace ReportingService.StaffConsole.HandOffReport;

/// <summary>What the queue says of the helpline's reports beside their state.</summary>
/// <param name="HandedOff">A copy was handed on.</param>
/// <param name="Declined">The last that happened to a hand-off: a colleague declined it.</param>
public sealed record HandOffMarks(IReadOnlySet<Guid> HandedOff, IReadOnlySet<Guid> Declined)
{
    private static readonly HandOffMarks None = new(new HashSet<Guid>(), new HashSet<Guid>());

    /// <summary>Of these reports. Told by the audit log alone: nothing is opened for a list.</summary>
    public static async Task<HandOffMarks> AmongAsync(ReportingDb db, IReadOnlyCollection<Guid> reports, CancellationToken cancellationToken)
    {
        if (reports.Count == 0)
        {
            return None;
        }

        var names = (await db.Cases.AsNoTracking().Where(row => reports.Contains(row.Id)).Select(row => new { row.Id, row.AuditId }).ToListAsync(cancellationToken))
            .ToDictionary(row => row.AuditId.ToString("N"), row => row.Id, StringComparer.Ordinal);
        var subjects = names.Keys.ToList();
        var lines = await db.AuditEntries.AsNoTracking()
            .Where(entry => subjects.Contains(entry.Subject)
                && (entry.Action == PendingHandOffs.Proposed || entry.Action == DeclinedHandOffs.Declined || entry.Action == FinishedHandOffs.Done))
            .OrderBy(entry => entry.Seq).Select(entry => new { entry.Subject, entry.Action }).ToListAsync(cancellationToken);
        return new HandOffMarks(
            lines.Where(line => line.Action == FinishedHandOffs.Done).Select(line => names[line.Subject]).ToHashSet(),
            lines.GroupBy(line => line.Subject).Where(ofOne => ofOne.Last().Action == DeclinedHandOffs.Declined).Select(ofOne => names[ofOne.Key]).ToHashSet());
    }
}
