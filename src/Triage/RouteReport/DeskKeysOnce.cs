using ReportingService.Core.Keys;
using ReportingService.Data;
using ReportingService.Sealing;

namespace ReportingService.Triage.RouteReport;

/// <summary>The keys of desks for reports that are routed together: each chain is read and checked once.</summary>
public sealed class DeskKeysOnce(VerifiedDeskKeys keys, ReportingDb db)
{
    private readonly Dictionary<(string Desk, KeyDomain Domain), ChainVerdict> _known = [];

    /// <inheritdoc cref="VerifiedDeskKeys.CurrentAsync"/>
    public async Task<ChainVerdict> CurrentAsync(string desk, KeyDomain domain, CancellationToken cancellationToken)
    {
        if (!_known.TryGetValue((desk, domain), out var verdict))
        {
            verdict = await keys.CurrentAsync(db, desk, domain, cancellationToken);
            _known.Add((desk, domain), verdict);
        }

        return verdict;
    }
}
