using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using ReportingService.Core.Keys;
using ReportingService.Core.Reports;
using ReportingService.Core.Routing;
using ReportingService.Core.Vocabulary;
using ReportingService.Data;
using ReportingService.StaffConsole.Access;
using ReportingService.StaffConsole.GrantAccess;
using ReportingService.StaffConsole.HandOffReport;
using ReportingService.StaffConsole.Keys;
using ReportingService.StaffConsole.SendBackReport;

namespace ReportingService.StaffConsole.WorkQueue;

/// <summary>
/// Reads the queue of a member's desks: most urgent first; of the urgent ones those that nobody has taken before the others; then oldest
/// first. Each desk and state is one walk along the index, cut off after a page, so that the time does not grow with the number of reports.
/// </summary>
public sealed class QueueReader(IDbContextFactory<ReportingDb> databases, IOptions<StaffConsoleOptions> options, PendingHandOffs handOffs, RoutingData routing, TimeProvider time)
{
    private static readonly TimeSpan AskedWithin = TimeSpan.FromDays(7);
    private static readonly TimeSpan ToldFor = TimeSpan.FromHours(12);
    private static readonly ReportState[] Ended = [ReportState.Closed, ReportState.Withdrawn];

    /// <summary>Desks whose newest signed key ends within thirty days, or has ended. What the rows claim: a reminder, nothing is sealed by it.</summary>
    public async Task<IReadOnlyList<KeyEnd>> KeyEndsAsync(IReadOnlyList<string> desks, CancellationToken cancellationToken)
    {
        await using var db = await databases.CreateDbContextAsync(cancellationToken);
        var now = time.GetUtcNow();
        var ends = await db.UnitKeys.AsNoTracking().Where(key => key.State == UnitKeyState.Active && desks.Contains(key.Desk))
            .Select(key => new { key.Desk, key.ExpiresAt }).ToListAsync(cancellationToken);
        return [.. ends.Select(end => KeyEnd.Of(end.Desk, end.ExpiresAt, now)).OfType<KeyEnd>().OrderBy(end => end.At)];
    }

    /// <summary>One page. <paramref name="desk"/> narrows to one of the user's own desks; any other gives nothing.</summary>
    public async Task<QueuePage> ReadAsync(StaffUser user, string? desk, bool ended, QueueCursor? after, CancellationToken cancellationToken)
    {
        await using var db = await databases.CreateDbContextAsync(cancellationToken);
        var desks = user.ActiveDesks.Where(own => desk is null || own == desk).ToList();
        var stepped = await db.Recusals.Where(recusal => recusal.AccountId == user.AccountId).Select(recusal => recusal.CaseId).ToListAsync(cancellationToken);
        var size = options.Value.QueuePage;
        List<QueueRow> rows = [];
        foreach (var (own, state) in await AlarmReader.FilledAsync(db, desks, ended ? Ended : AlarmReader.Open, cancellationToken))
        {
            rows.AddRange(await WalkAsync(db, own, state, after, stepped, size + 1, cancellationToken));
        }

        rows = [.. rows.OrderByDescending(row => row.Urgency).ThenBy(row => row.Behind).ThenBy(row => row.CreatedAt).ThenBy(row => row.Id)];
        var page = rows.Take(size).ToList();
        var next = rows.Count > size ? QueueCursor.Of(page[^1]) : null;
        var toConfirm = await handOffs.ReadAsync(db, user, cancellationToken);
        var ofHelpline = page.Where(row => routing.Desks.Find(row.Desk)?.Domain == KeyDomain.Helpline).Select(row => row.Id).ToList();
        var (told, untaken) = await ToldAsync(db, user, stepped, cancellationToken);
        return new QueuePage(
            page, next, (await AlarmReader.ReadAsync(db, user, stepped, toConfirm.Count, cancellationToken)).Count, time.GetUtcNow(), user.ActiveDesks.Count > 1, user.AccountId,
            told, untaken, toConfirm, await HandOffMarks.AmongAsync(db, ofHelpline, cancellationToken),
            await SendBackRule.AmongAsync(db, page.Where(row => !row.Ended).Select(row => row.Id).ToList(), cancellationToken),
            await AccessRequests.OpenAsync(db, user, cancellationToken),
            [.. (await AccessRequests.AnsweredAsync(db, user, time.GetUtcNow() - AskedWithin, cancellationToken)).Where(answer => answer.At > time.GetUtcNow() - AccessRequests.ToldFor)]);
    }

    private static async Task<IReadOnlyList<QueueRow>> WalkAsync(
        ReportingDb db, string desk, ReportState state, QueueCursor? after, List<Guid> stepped, int size, CancellationToken cancellationToken)
    {
        var cases = db.Cases.AsNoTracking().Where(row => row.HolderDesk == desk && row.State == state);
        var working = !Ended.Contains(state);
        if (after is { Urgency: var urgency, Behind: var behind, CreatedAt: var at, Id: var id })
        {
            // The taken ones of this urgency come after all that nobody has taken, however old.
            var takenFollow = working && urgency >= Urgency.Urgent && !behind;
            cases = cases.Where(row => row.Urgency <= urgency
                && (row.Urgency < urgency
                    || (takenFollow && (row.OwnerAccountId != null || row.WithdrawnAt != null))
                    || ((!behind || row.OwnerAccountId != null || row.WithdrawnAt != null) && (row.CreatedAt > at || (row.CreatedAt == at && row.Id.CompareTo(id) > 0)))));
        }

        if (stepped.Count > 0)
        {
            cases = cases.Where(row => !stepped.Contains(row.Id));
        }

        var rows = await RowsAsync(db, cases, desk, size, cancellationToken);
        if (!working || rows.Count < size || rows[^1].Urgency < Urgency.Urgent)
        {
            return rows;
        }

        // More urgent ones than a page: those that nobody has taken could stand behind it in the order of the index.
        var untaken = cases.Where(row => row.Urgency >= Urgency.Urgent && row.OwnerAccountId == null && row.WithdrawnAt == null);
        return [.. rows.UnionBy(await RowsAsync(db, untaken, desk, size, cancellationToken), row => row.Id)];
    }

    private static Task<List<QueueRow>> RowsAsync(ReportingDb db, IQueryable<Case> cases, string desk, int size, CancellationToken cancellationToken)
        => cases.OrderByDescending(row => row.Urgency).ThenBy(row => row.CreatedAt).ThenBy(row => row.Id).Take(size)
            .Select(row => new QueueRow(
                row.Id, row.Urgency, row.State, row.Category, row.Municipality, row.Restricted, desk, row.NamedDesk, row.CreatedAt,
                row.OwnerAccountId, db.Accounts.Where(owner => owner.Id == row.OwnerAccountId).Select(owner => owner.UserName).FirstOrDefault(),
                row.WithdrawnAt != null))
            .ToListAsync(cancellationToken);

    /// <summary>
    /// The patrol that is nearest must not learn of shots in its town from a page nobody opens, nor believe that somebody is on the way
    /// when nobody has taken it.
    /// </summary>
    private async Task<(int Told, int Untaken)> ToldAsync(ReportingDb db, StaffUser user, List<Guid> stepped, CancellationToken cancellationToken)
    {
        var desks = user.ActiveDesks;
        var since = time.GetUtcNow() - ToldFor;
        var told = await db.Notices.Where(notice => desks.Contains(notice.Desk) && notice.Urgency == Urgency.Emergency && notice.CreatedAt > since && !stepped.Contains(notice.CaseId))
            .Select(notice => notice.CaseId).Distinct()
            .Join(db.Cases, id => id, report => report.Id, (_, report) => new { report.HolderDesk, report.OwnerAccountId, report.State })
            .Where(report => report.HolderDesk == null || !desks.Contains(report.HolderDesk)).ToListAsync(cancellationToken);
        return (told.Count, told.Count(report => report.OwnerAccountId == null && report.State <= ReportState.Opened));
    }
}
