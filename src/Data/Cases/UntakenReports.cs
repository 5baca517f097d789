using ReportingService.Core.Reports;

namespace ReportingService.Data;

/// <summary>Reports that a desk holds and nobody there has taken: what the clock of taking runs for.</summary>
public static class UntakenReports
{
    /// <summary>Those among <paramref name="cases"/>.</summary>
    public static IQueryable<Case> Among(IQueryable<Case> cases)
        => cases.Where(c => c.OwnerAccountId == null && c.HolderDesk != null && c.WithdrawnAt == null
            && (c.State == ReportState.Received || c.State == ReportState.Routed || c.State == ReportState.Opened || c.State == ReportState.Answered));
}
