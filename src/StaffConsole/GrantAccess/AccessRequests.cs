using Microsoft.EntityFrameworkCore;
using ReportingService.Core.Reports;
using ReportingService.Core.Vocabulary;
using ReportingService.Data;
using ReportingService.StaffConsole.Access;

namespace ReportingService.StaffConsole.GrantAccess;

/// <summary>A desk that asks to read a report which another holds.</summary>
public sealed record AccessRequest(Guid Report, string Holder, string Asking, Urgency Urgency, DateTimeOffset AskedAt);

/// <summary>What a desk was answered that asked to read a report: <paramref name="Given"/> or not.</summary>
public sealed record AccessAnswer(Guid Report, string Desk, DateTimeOffset At, bool Given);

/// <summary>Who asks to read what, and what was answered: a question that stands only on the report's own page reaches nobody.</summary>
public static class AccessRequests
{
    /// <summary>The audit line of an access that was given; its detail is <c>HOLDER>DESK</c>.</summary>
    public const string Granted = "access_granted";

    /// <summary>The audit line of an access that was not given; its detail is the same.</summary>
    public const string Declined = "access_declined";

    /// <summary>How long a desk is told in its queue what it was answered.</summary>
    public static readonly TimeSpan ToldFor = TimeSpan.FromHours(12);

    private const int Most = 50;

    /// <summary>So many unanswered requests about the member's own open reports are looked at: the most urgent, the oldest first.</summary>
    private const int MostAsked = 500;

    /// <summary>Open reports at the member's desks that another desk asks to read and may not yet; the most urgent first.</summary>
    public static async Task<IReadOnlyList<AccessRequest>> OpenAsync(ReportingDb db, StaffUser user, CancellationToken cancellationToken)
    {
        var desks = user.ActiveDesks;

        // Two steps, so that no engine begins with the reports: a desk may hold a hundred thousand, few of them are asked for.
        var asked = await db.Notices.AsNoTracking()
            .Where(notice => notice.AccessRequestedAt != null
                && !db.CaseGrants.Any(grant => grant.CaseId == notice.CaseId && grant.Holder == notice.Desk && (grant.HolderKind == HolderKind.Desk || grant.HolderKind == HolderKind.SetAside))
                // Threat: requests about reports of other desks, or about closed ones, are so many that a real one is not among those looked at.
                && db.Cases.Any(row => row.Id == notice.CaseId && desks.Contains(row.HolderDesk!) && row.HolderDesk != notice.Desk
                    && row.WithdrawnAt == null && row.State != ReportState.Closed && row.State != ReportState.Withdrawn))
            .OrderByDescending(notice => notice.Urgency).ThenBy(notice => notice.AccessRequestedAt).Take(MostAsked)
            .Select(notice => new { notice.CaseId, notice.Desk, AskedAt = notice.AccessRequestedAt!.Value }).ToListAsync(cancellationToken);
        if (asked.Count == 0)
        {
            return [];
        }

        var ids = asked.Select(one => one.CaseId).Distinct().ToList();
        var held = await db.Cases.AsNoTracking()
            .Where(row => ids.Contains(row.Id) && desks.Contains(row.HolderDesk!) && row.WithdrawnAt == null && row.State != ReportState.Closed && row.State != ReportState.Withdrawn
                && !db.Recusals.Any(recusal => recusal.CaseId == row.Id && recusal.AccountId == user.AccountId))
            .ToDictionaryAsync(row => row.Id, row => new { row.HolderDesk, row.Urgency }, cancellationToken);
        return [.. asked.Where(one => held.TryGetValue(one.CaseId, out var row) && row.HolderDesk != one.Desk)
            .Select(one => new AccessRequest(one.CaseId, held[one.CaseId].HolderDesk!, one.Desk, held[one.CaseId].Urgency, one.AskedAt))
            .OrderByDescending(one => one.Urgency).ThenBy(one => one.AskedAt).Take(Most)];
    }

    /// <summary>What the member's desks were answered, as far as they were told of the report since a moment; when is told by the audit log.</summary>
    public static async Task<IReadOnlyList<AccessAnswer>> AnsweredAsync(ReportingDb db, StaffUser user, DateTimeOffset since, CancellationToken cancellationToken)
    {
        var desks = user.ActiveDesks;
        var asked = await (
            from notice in db.Notices.AsNoTracking()
            where desks.Contains(notice.Desk) && notice.AccessRequestedBy != null && notice.CreatedAt > since
                && !db.Recusals.Any(recusal => recusal.CaseId == notice.CaseId && recusal.AccountId == user.AccountId)
            let given = db.CaseGrants.Any(grant => grant.CaseId == notice.CaseId && grant.Holder == notice.Desk && grant.HolderKind == HolderKind.Desk)
            where given == (notice.AccessRequestedAt != null)
            join row in db.Cases.AsNoTracking() on notice.CaseId equals row.Id
            orderby notice.CreatedAt descending
            select new { row.Id, row.AuditId, notice.Desk, Given = given }).Take(Most).ToListAsync(cancellationToken);
        if (asked.Count == 0)
        {
            return [];
        }

        var subjects = asked.Select(one => one.AuditId.ToString("N")).Distinct().ToList();
        var lines = await db.AuditEntries.AsNoTracking().Where(entry => subjects.Contains(entry.Subject) && (entry.Action == Granted || entry.Action == Declined))
            .OrderBy(entry => entry.Seq).Select(entry => new { entry.Subject, entry.Action, entry.Detail, entry.At }).ToListAsync(cancellationToken);
        return [.. asked.SelectMany(one => lines.Where(line => line.Subject == one.AuditId.ToString("N") && line.Action == (one.Given ? Granted : Declined) && line.Detail.EndsWith(">" + one.Desk, StringComparison.Ordinal))
            .TakeLast(1).Select(line => new AccessAnswer(one.Id, one.Desk, line.At, one.Given)))];
    }
}
