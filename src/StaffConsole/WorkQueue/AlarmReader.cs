using Microsoft.EntityFrameworkCore;
using ReportingService.Core.Reports;
using ReportingService.Core.Vocabulary;
using ReportingService.Data;
using ReportingService.StaffConsole.Access;
using ReportingService.StaffConsole.HandOffReport;

namespace ReportingService.StaffConsole.WorkQueue;

/// <summary>
/// Counts what alarms, for every page of the console: an emergency must not wait because its officer reads another report. Along the index,
/// desk by desk, and no further than is said: sorting all of them took longer the more there were.
/// </summary>
public sealed class AlarmReader(IDbContextFactory<ReportingDb> databases, PendingHandOffs handOffs)
{
    /// <summary>States in which work on a report goes on.</summary>
    public static readonly IReadOnlyList<ReportState> Open =
        [ReportState.Routed, ReportState.Opened, ReportState.Question, ReportState.Answered, ReportState.Accepted, ReportState.Referred];

    private const int Most = 99;

    /// <summary>Counts them.</summary>
    public async Task<Alarms> ReadAsync(StaffUser user, CancellationToken cancellationToken)
    {
        await using var db = await databases.CreateDbContextAsync(cancellationToken);
        var stepped = await db.Recusals.Where(recusal => recusal.AccountId == user.AccountId).Select(recusal => recusal.CaseId).ToListAsync(cancellationToken);
        return await ReadAsync(db, user, stepped, (await handOffs.ReadAsync(db, user, cancellationToken)).Count, cancellationToken);
    }

    /// <summary>The same where the rest has been read: <paramref name="stepped"/>, the reports the member stepped aside from, do not count.</summary>
    public static async Task<Alarms> ReadAsync(ReportingDb db, StaffUser user, List<Guid> stepped, int handOffs, CancellationToken cancellationToken)
    {
        List<Urgency> waiting = [];
        foreach (var (desk, state) in await FilledAsync(db, [.. user.ActiveDesks], Open, cancellationToken))
        {
            // In the order of the queue's index: another order made the engine sort all of them.
            waiting.AddRange(await db.Cases.Where(row => row.HolderDesk == desk && row.State == state && row.Urgency >= Urgency.Urgent
                    && row.OwnerAccountId == null && !stepped.Contains(row.Id))
                .OrderByDescending(row => row.Urgency).ThenBy(row => row.CreatedAt).ThenBy(row => row.Id)
                .Take(Most).Select(row => row.Urgency).ToListAsync(cancellationToken));
        }

        // Threat: a desk with many urgent reports hides the emergency of another. Each is read as far as is said, and then all together.
        return new Alarms(
            Math.Min(Most, waiting.Count(urgency => urgency == Urgency.Emergency)), Math.Min(Most, waiting.Count(urgency => urgency == Urgency.Urgent)), handOffs);
    }

    /// <summary>Which desks have anything in which state: a regional officer has dozens of desks, most of them empty.</summary>
    public static async Task<List<(string Desk, ReportState State)>> FilledAsync(
        ReportingDb db, List<string> desks, IReadOnlyList<ReportState> states, CancellationToken cancellationToken)
    {
        if (desks.Count * states.Count <= states.Count * 2)
        {
            return [.. desks.SelectMany(desk => states.Select(state => (desk, state)))];
        }

        var filled = await db.Cases.Where(row => desks.Contains(row.HolderDesk!) && states.Contains(row.State))
            .Select(row => new { row.HolderDesk, row.State }).Distinct().ToListAsync(cancellationToken);
        return filled.ConvertAll(pair => (pair.HolderDesk!, pair.State));
    }
}
