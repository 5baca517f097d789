using Microsoft.EntityFrameworkCore;
using ReportingService.Core.Reports;
using ReportingService.Core.Vocabulary;
using ReportingService.Data;

namespace ReportingService.StaffConsole.CaseWork;

/// <summary>What stands above a report on its own pages: nothing that needs a key.</summary>
public sealed record ReportHead(
    Guid Id,
    Urgency Urgency,
    ReportState State,
    string? HolderDesk,
    string? NamedDesk,
    bool Restricted,
    DateTimeOffset CreatedAt,
    Guid? OwnerId,
    string? Owner,
    bool Withdrawn,
    bool LegalHold,
    string? Outcome,
    bool HasReporter)
{
    /// <summary>Whether the work on it is over.</summary>
    public bool Ended => State is ReportState.Closed or ReportState.Withdrawn || Withdrawn;

    /// <summary>Reads it.</summary>
    public static Task<ReportHead> ReadAsync(ReportingDb db, ReportId report, CancellationToken cancellationToken)
        => db.Cases.AsNoTracking().Where(row => row.Id == report.Value)
            .Select(row => new ReportHead(
                row.Id, row.Urgency, row.State, row.HolderDesk, row.NamedDesk, row.Restricted, row.CreatedAt, row.OwnerAccountId,
                db.Accounts.Where(owner => owner.Id == row.OwnerAccountId).Select(owner => owner.UserName).FirstOrDefault(),
                row.WithdrawnAt != null, row.LegalHold, row.Outcome, row.CaseTag.Length > 0))
            .SingleAsync(cancellationToken);
}
