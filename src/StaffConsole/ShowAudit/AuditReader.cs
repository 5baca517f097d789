using Microsoft.EntityFrameworkCore;
using ReportingService.Data;
using ReportingService.StaffConsole.Layout;

namespace ReportingService.StaffConsole.ShowAudit;

/// <summary>One page of the audit log.</summary>
/// <param name="Rows">Newest first.</param>
/// <param name="Further">From which line on to look further back; null at the beginning of the log or of the days asked for.</param>
public sealed record AuditLines(IReadOnlyList<AuditEntry> Rows, long? Further);

/// <summary>
/// Reads the audit log by its filter. Lines are found by their number alone, which the log has an index for: the days become numbers first,
/// and of a long log one page looks through a part, so that no question about years takes the service's time.
/// </summary>
public sealed class AuditReader(IDbContextFactory<ReportingDb> databases)
{
    /// <summary>Lines on a page.</summary>
    public const int PageSize = 100;

    /// <summary>Lines that one page looks through.</summary>
    private const int Most = 20_000;

    /// <summary>Reads the lines of <paramref name="filter"/>; <paramref name="account"/> is the id behind its name, or the name of a part of the service.</summary>
    public async Task<AuditLines> ReadAsync(AuditFilter filter, string? account, CancellationToken cancellationToken)
    {
        await using var db = await databases.CreateDbContextAsync(cancellationToken);
        var first = filter.FirstDay is { } from ? await FirstAsync(db, Dates.Start(from), cancellationToken) : 1;
        var last = filter.LastDay is { } until && until < DateOnly.MaxValue ? await FirstAsync(db, Dates.Start(until.AddDays(1)), cancellationToken) : long.MaxValue;
        var end = Math.Min(last, filter.Before ?? long.MaxValue);
        if (end == long.MaxValue)
        {
            end = 1 + (await db.AuditEntries.MaxAsync(entry => (long?)entry.Seq, cancellationToken) ?? 0);
        }

        var begin = Math.Max(first, end - Most);
        var lines = db.AuditEntries.AsNoTracking().Where(entry => entry.Seq >= begin && entry.Seq < end);
        lines = string.IsNullOrWhiteSpace(filter.Action) ? lines : lines.Where(entry => entry.Action == filter.Action);
        lines = account is null ? lines : lines.Where(entry => entry.Actor == account || entry.Subject == account || entry.Detail == account);
        var rows = await lines.OrderByDescending(entry => entry.Seq).Take(PageSize).ToListAsync(cancellationToken);
        return new AuditLines(rows, rows.Count == PageSize && rows[^1].Seq > first ? rows[^1].Seq : rows.Count < PageSize && begin > first ? begin : null);
    }

    /// <summary>The number of the first line since a moment. Lines follow one another in time, so halving finds it.</summary>
    private static async Task<long> FirstAsync(ReportingDb db, DateTimeOffset since, CancellationToken cancellationToken)
    {
        var (low, high) = (1L, 1 + (await db.AuditEntries.MaxAsync(entry => (long?)entry.Seq, cancellationToken) ?? 0));
        while (low < high)
        {
            var middle = (low + high) / 2;
            var at = await db.AuditEntries.Where(entry => entry.Seq >= middle).OrderBy(entry => entry.Seq).Select(entry => (DateTimeOffset?)entry.At).FirstOrDefaultAsync(cancellationToken);
            (low, high) = at < since ? (middle + 1, high) : (low, middle);
        }

        return low;
    }
}
