using ReportingService.Sealing;

namespace ReportingService.Triage.RouteReport;

/// <summary>A desk's key that was not used, and why.</summary>
public sealed record RefusedKey(string Desk, ChainRefusal Reason)
{
    /// <summary>Whether somebody meddled, as opposed to a key that is missing or old.</summary>
    public bool Meddled => Reason is not (ChainRefusal.NoKey or ChainRefusal.Pending or ChainRefusal.Expired);
}
