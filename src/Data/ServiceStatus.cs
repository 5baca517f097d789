using Microsoft.EntityFrameworkCore;
using ReportingService.Core.Reports;
using ReportingService.Core.Vocabulary;

namespace ReportingService.Data;

/// <summary>How the service stands, as the operator's <c>status</c> command prints it.</summary>
public sealed record ServiceStatus(
    int Total,
    IReadOnlyDictionary<string, int> ByState,
    int Unrouted,
    int OutboxWaiting,
    long OldestUnroutedSeconds,
    int DeadLetters,
    IReadOnlyList<RecusedReports> Recused,
    IReadOnlyList<string> DesksNotReady,
    IReadOnlyList<WaitingReports> Waiting,
    IReadOnlyList<string> UnknownDesks,
    IReadOnlyList<OverdueReports> Overdue)
{
    /// <summary>Reports that nobody who may read them can open now.</summary>
    public int WaitingForKey => Waiting.Sum(row => row.Count);

    /// <summary>Reports whose every reader has recused.</summary>
    public int WaitingForReader => Recused.Sum(row => row.Count);

    /// <summary>Emergencies and urgent reports that nobody at their desk took within their clock.</summary>
    public int OverdueAtDesk => Overdue.Sum(row => row.Count);

    /// <summary>False when an unrouted report is older than a minute, a message is dead, or a report waits for a key that nobody can use, for a reader, at a desk that is no longer known, or beyond its clock.</summary>
    public bool Healthy => OldestUnroutedSeconds <= 60 && DeadLetters == 0 && WaitingForKey == 0 && WaitingForReader == 0 && UnknownDesks.Count == 0 && OverdueAtDesk == 0;

    /// <summary>Counts. <paramref name="desks"/> are all desks of the directory.</summary>
    public static async Task<ServiceStatus> ReadAsync(ReportingDb db, IReadOnlyCollection<string> desks, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var byState = await db.Cases.GroupBy(c => c.State).Select(g => new { g.Key, Count = g.Count() }).ToListAsync(cancellationToken);
        var unrouted = db.Cases.Where(c => c.State == ReportState.Received && c.RoutedAt == null);
        var unroutedCount = await unrouted.CountAsync(cancellationToken);
        var oldest = await db.Outbox
            .Where(m => m.Kind == OutboxKind.ReportSubmitted && m.FinishedAt == null)
            .OrderBy(m => m.CreatedAt).Select(m => (DateTimeOffset?)m.CreatedAt).FirstOrDefaultAsync(cancellationToken)
            ?? await unrouted.OrderBy(c => c.CreatedAt).Select(c => (DateTimeOffset?)c.CreatedAt).FirstOrDefaultAsync(cancellationToken);
        var ready = await DeskKeys.WithReaderAsync(db, now, cancellationToken);
        var holding = await db.Cases.Where(c => c.State != ReportState.Closed && c.State != ReportState.Withdrawn && (c.HolderDesk ?? c.NamedDesk) != null)
            .Select(c => (c.HolderDesk ?? c.NamedDesk)!).Distinct().ToListAsync(cancellationToken);
        return new ServiceStatus(
            byState.Sum(s => s.Count),
            byState.OrderBy(s => s.Key).ToDictionary(s => Codes.Of(s.Key), s => s.Count),
            unroutedCount,
            await db.Outbox.CountAsync(m => m.FinishedAt == null, cancellationToken),
            oldest is { } since ? Math.Max(0, (long)(now - since).TotalSeconds) : 0,
            await db.Outbox.CountAsync(m => m.DeadAt != null && m.FinishedAt == null, cancellationToken),
            await RecusedReports.ReadAsync(db, now, cancellationToken),
            [.. desks.Where(d => !ready.Contains(d)).Order(StringComparer.Ordinal)],
            await WaitingReports.ReadAsync(db, now, cancellationToken),
            [.. holding.Except(desks, StringComparer.Ordinal).Order(StringComparer.Ordinal)],
            await OverdueReports.ReadAsync(db, now, cancellationToken));
    }
}
