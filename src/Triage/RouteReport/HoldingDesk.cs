using ReportingService.Core.Keys;
using ReportingService.Core.Labels;
using ReportingService.Core.Routing;
using ReportingService.Data;
using ReportingService.Sealing;

namespace ReportingService.Triage.RouteReport;

/// <summary>Finds the desk that gets the key: the router's choice, if its key's chain verifies; else the next one it would choose.</summary>
public sealed class HoldingDesk(RoutingData routing, ReadyDesks readyDesks)
{
    public async Task<ChosenHolder> ChooseAsync(ReportLabels labels, DeskKeysOnce keys, CancellationToken cancellationToken)
    {
        var ready = (await readyDesks.NowAsync(cancellationToken)).ReadyDesks.ToHashSet(StringComparer.Ordinal);
        var refused = new List<RefusedKey>();
        while (true)
        {
            var decision = routing.Router.Route(labels, new DeskReadiness(ready));
            RequireSameDomain(decision);
            if (decision.HoldingDesk is not { } desk)
            {
                return new ChosenHolder(decision, null, refused);
            }

            // Threat: a public key swapped in the database, so that reports are sealed to somebody else.
            switch (await keys.CurrentAsync(desk, decision.Domain, cancellationToken))
            {
                case ChainVerdict.Current current when current.Key.Domain == decision.Domain && current.Key.Desk == desk:
                    return new ChosenHolder(decision, current.Key, refused);
                case ChainVerdict.Refused no:
                    refused.Add(new RefusedKey(desk, no.Reason));
                    break;
                default:
                    throw new RoutingRefusedException("key_mismatch");
            }

            ready.Remove(desk);
        }
    }

    /// <summary>Threat: rules or data that send a report across domains or to a unit it complains of. The router promises not to; this makes sure.</summary>
    private void RequireSameDomain(RoutingDecision decision)
    {
        if (DomainOf(decision.Desk) != decision.Domain || (decision.HoldingDesk is { } holding && DomainOf(holding) != decision.Domain))
        {
            throw new RoutingRefusedException("domain_crossed");
        }

        if (decision.HoldingDesk is { } holder && decision.ExcludedUnits.Contains(holder))
        {
            throw new RoutingRefusedException("excluded_holder");
        }

        if (decision.Protection != Protection.None && decision.Domain != DomainOf(decision.Protection))
        {
            throw new RoutingRefusedException("protection_crossed");
        }
    }

    private KeyDomain DomainOf(string desk) => routing.Desks.Find(desk)?.Domain ?? throw new RoutingRefusedException("unknown_desk");

    /// <summary>The only domain that may hold a report with this protection.</summary>
    public static KeyDomain DomainOf(Protection protection) => protection == Protection.None ? KeyDomain.Police : ProtectedBody.Of(protection).Domain;
}
