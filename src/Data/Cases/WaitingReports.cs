using Microsoft.EntityFrameworkCore;
using ReportingService.Core.Keys;
using ReportingService.Core.Reports;

namespace ReportingService.Data;

/// <summary>Open reports that wait for a key which nobody can use now.</summary>
/// <param name="Domain">Whose recovery key opens them.</param>
/// <param name="Desk">The desk they are for.</param>
/// <param name="AtRecovery">True: sealed to the domain's recovery key (<c>keys release</c>). False: to the desk's own key, which no living member can open (<c>grant</c>).</param>
/// <param name="Count">How many.</param>
public sealed record WaitingReports(KeyDomain Domain, string Desk, bool AtRecovery, int Count)
{
    /// <summary>
    /// True while nobody who may read the report can open it. A report without a holder has one key only, that of recovery, once it
    /// is routed; a protected one from its first moment.
    /// </summary>
    public static bool Waits(Case report, IReadOnlySet<string> ready)
        => report.State is not (ReportState.Withdrawn or ReportState.Closed)
            && (report.HolderDesk is { } holder ? !ready.Contains(holder) : report.RoutedAt is not null || report.Protection != Protection.None);

    /// <summary>Counts them by desk.</summary>
    public static async Task<IReadOnlyList<WaitingReports>> ReadAsync(ReportingDb db, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var ready = await DeskKeys.WithReaderAsync(db, now, cancellationToken);
        var rows = await db.Cases.AsNoTracking()
            .Where(c => c.State != ReportState.Withdrawn && c.State != ReportState.Closed
                && (c.HolderDesk != null || c.RoutedAt != null || c.Protection != Protection.None))
            .GroupBy(c => new { c.Domain, c.NamedDesk, c.HolderDesk })
            .Select(group => new { group.Key.Domain, group.Key.NamedDesk, group.Key.HolderDesk, Count = group.Count() })
            .ToListAsync(cancellationToken);
        return
        [
            .. rows.Where(row => row.HolderDesk is null || !ready.Contains(row.HolderDesk))
                .GroupBy(row => (row.Domain, Desk: row.HolderDesk ?? row.NamedDesk ?? string.Empty, AtRecovery: row.HolderDesk is null))
                .Select(group => new WaitingReports(group.Key.Domain, group.Key.Desk, group.Key.AtRecovery, group.Sum(row => row.Count)))
                .OrderBy(row => row.Domain).ThenBy(row => row.Desk, StringComparer.Ordinal),
        ];
    }
}
