using Microsoft.EntityFrameworkCore;
using ReportingService.Core.Reports;
using ReportingService.Data;
using ReportingService.StaffConsole.Access;

namespace ReportingService.StaffConsole.OpenReport;

/// <summary>Tells an open page whether the report is still as the page shows it: one short word that differs after every change, and says nothing else.</summary>
public static class StandingEndpoint
{
    /// <summary>GET /reports/{id}/standing</summary>
    public static void MapStanding(this IEndpointRouteBuilder routes) => routes.MapGet("/reports/{id}/standing", Get);

    /// <summary>The word.</summary>
    public static async Task<string> ReadAsync(ReportingDb db, ReportId report, CancellationToken cancellationToken)
    {
        var standing = await db.Cases.AsNoTracking().Where(row => row.Id == report.Value)
            .Select(row => new
            {
                row.Version,
                Messages = db.CaseMessages.Count(message => message.CaseId == row.Id),
                Items = db.CaseItems.Count(item => item.CaseId == row.Id),
            })
            .SingleAsync(cancellationToken);
        return $"{standing.Version}.{standing.Messages}.{standing.Items}";
    }

    private static async Task<string> Get(HttpContext context, IDbContextFactory<ReportingDb> databases, CancellationToken cancellationToken)
    {
        await using var db = await databases.CreateDbContextAsync(cancellationToken);
        return await ReadAsync(db, context.Report().Report, cancellationToken);
    }
}
