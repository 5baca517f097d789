using Microsoft.EntityFrameworkCore;
using ReportingService.Data;

namespace ReportingService.StaffConsole.HandOffReport;

/// <summary>What the queue says of the helpline's reports beside their state.</summary>
/// <param name="HandedOff">A copy was handed on.</param>
/// <param name="Declined">The last that happened to a hand-off: a colleague declined it.</param>
/// <param name="Late">The reporter named desks after a copy had left, and nobody has told the desk that has it.</param>
public sealed record HandOffMarks(IReadOnlySet<Guid> HandedOff, IReadOnlySet<Guid> Declined, IReadOnlySet<Guid> Late)
{
    private static readonly HandOffMarks None = new(new HashSet<Guid>(), new HashSet<Guid>(), new HashSet<Guid>());

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
                && (entry.Action == PendingHandOffs.Proposed || entry.Action == DeclinedHandOffs.Declined || entry.Action == FinishedHandOffs.Done || entry.Action == LateCopies.Told))
            .OrderBy(entry => entry.Seq).Select(entry => new { entry.Subject, entry.Action, entry.Detail }).ToListAsync(cancellationToken);
        var handed = lines.Where(line => line.Action == FinishedHandOffs.Done).Select(line => names[line.Subject]).ToHashSet();
        var later = handed.Count == 0 ? [] : await db.CaseItems.Where(item => handed.Contains(item.CaseId) && item.Kind == CaseItemKind.Exclusion)
            .GroupBy(item => item.CaseId).Select(items => new { items.Key, Count = items.Count() }).ToDictionaryAsync(items => items.Key, items => items.Count, cancellationToken);
        var copies = lines.Where(line => line.Action == FinishedHandOffs.Done || line.Action == LateCopies.Told)
            .Select(line => (Report: names[line.Subject], Line: HandOffLine.Read(line.Detail))).Where(one => one.Line is not null)
            .GroupBy(one => (one.Report, one.Line!.Item), one => one.Line!.Known);
        return new HandOffMarks(
            handed,
            lines.Where(line => line.Action != LateCopies.Told).GroupBy(line => line.Subject).Where(ofOne => ofOne.Last().Action == DeclinedHandOffs.Declined).Select(ofOne => names[ofOne.Key]).ToHashSet(),
            copies.Where(copy => copy.Max() < later.GetValueOrDefault(copy.Key.Report)).Select(copy => copy.Key.Report).ToHashSet());
    }
}
