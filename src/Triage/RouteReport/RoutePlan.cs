using ReportingService.Core.Keys;
using ReportingService.Core.Reports;
using ReportingService.Core.Routing;
using ReportingService.Core.Vocabulary;
using ReportingService.Data;
using ReportingService.Opening;
using ReportingService.Sealing;

namespace ReportingService.Triage.RouteReport;

/// <summary>All that routing will write, sealed and wrapped before the transaction begins.</summary>
internal sealed class RoutePlan
{
    private CaseGrant? _grant;
    private CaseItem? _reasons;
    private RoutingDecision? _decision;

    public required string RuleVersion { get; init; }

    public required KeyDomain Domain { get; init; }

    /// <summary>The desk that holds the key; null: it waits at recovery.</summary>
    public required string? Holder { get; init; }

    public IReadOnlyList<RefusedKey> Refused { get; private init; } = [];

    /// <summary>See <see cref="Case.EscalateTo"/>.</summary>
    public string? EscalateTo { get; init; }

    /// <summary>Desks whose screens show something new.</summary>
    public IEnumerable<string> ScreensToRefresh
        => (Holder is null ? [] : new[] { Holder }).Concat(Notified()).Distinct(StringComparer.Ordinal);

    /// <summary>A protected report: Intake has wrapped its key already; Triage opens nothing and only announces it.</summary>
    public static RoutePlan Announce(Case report, string ruleVersion)
        => new() { RuleVersion = ruleVersion, Domain = report.Domain, Holder = report.HolderDesk };

    public static RoutePlan Of(Trust trust, Case report, CaseKey key, ChosenHolder chosen, DeskDirectory desks, DateTimeOffset now)
    {
        var decision = chosen.Decision;
        var itemId = ReportId.New().Value;
        var context = new EnvelopeContext(trust.Instance, new ReportId(report.Id), itemId, Purpose.Decision);
        var sealedReasons = HolderItemSealer.Seal(key, context, RoutingDecisionFormat.Write(decision));
        return new RoutePlan
        {
            RuleVersion = decision.RuleVersion,
            Domain = decision.Domain,
            Holder = chosen.Key?.Desk,
            Refused = chosen.Refused,
            EscalateTo = DeskAbove(decision, desks),
            _decision = decision,
            _grant = new CaseGrant
            {
                CaseId = report.Id,
                HolderKind = chosen.Key is null ? HolderKind.Recovery : HolderKind.Desk,
                Holder = chosen.Key?.Desk ?? Codes.Of(decision.Domain),
                Epoch = chosen.Key?.Epoch ?? 0,
                Domain = decision.Domain,
                WrappedKey = chosen.Key is null ? key.WrapToRecovery(trust, decision.Domain) : key.WrapToDesk(chosen.Key),
            },
            _reasons = new CaseItem
            {
                Id = itemId,
                CaseId = report.Id,
                Kind = CaseItemKind.Decision,
                Sealed = sealedReasons,
                SizeBucket = sealedReasons.Length,
                Seq = 0,
                AddedAt = CoarseTime.HalfDay(now),
            },
        };
    }

    /// <summary>Whether the report's key was opened here, so that the router's envelope has had its use.</summary>
    public bool UsesEnvelope => _grant is not null;

    /// <summary>Changes the report and adds its rows. <paramref name="seq"/> is the next free number among its items.</summary>
    public void Apply(ReportingDb db, Case report, int seq, DateTimeOffset now)
    {
        var minute = CoarseTime.Minute(now);
        db.RoutingRecords.Add(new RoutingRecord { CaseId = report.Id, RuleVersion = RuleVersion, DecidedAt = minute });
        report.RoutedAt = minute;
        report.LastActivityAt = minute;
        if (report.State == ReportState.Withdrawn)
        {
            // It may still be taken back within the week, so it needs a holder all the same.
            report.StateBeforeWithdrawal = ReportState.Routed;
        }
        else if (report.State == ReportState.Received)
        {
            report.State = ReportState.Routed;
        }

        if (_decision is { } decision)
        {
            Describe(db, report, decision);
            db.CaseGrants.Add(_grant!);
            db.CaseItems.Add(NumberedReasons(report.Id, seq));
            db.Notices.AddRange(Notified().Select(desk => NoticeFor(desk, report, decision, minute)));
        }
    }

    private void Describe(ReportingDb db, Case report, RoutingDecision decision)
    {
        report.HolderDesk = Holder;
        report.EscalateTo = EscalateTo;
        report.NamedUnit = decision.Unit;
        report.NamedDesk = decision.Desk;
        report.Domain = decision.Domain;
        report.Urgency = decision.Urgency > report.Urgency ? decision.Urgency : report.Urgency;
        report.Restricted = decision.Restricted || decision.Protection != Protection.None;
        report.Category = report.Restricted ? null : decision.Category;
        report.Municipality = report.Restricted ? null : decision.Municipality;
        if (decision.Protection != report.Protection)
        {
            db.Entry(report).Property(c => c.Protection).CurrentValue = decision.Protection;
        }
    }

    /// <summary>The last of the desks that stand in for the named one, if the report does not exclude it.</summary>
    private static string? DeskAbove(RoutingDecision decision, DeskDirectory desks)
        => desks[decision.Desk].Nearest.LastOrDefault() is { } above && desks.Find(above) is { External: false } desk
            && desk.Domain == decision.Domain && !decision.ExcludedUnits.Contains(desk.Code)
            ? above
            : null;

    /// <summary>Bodies outside and units the report complains of are never told.</summary>
    private IEnumerable<string> Notified()
        => _decision is null ? [] : _decision.AlsoNotify.Except(_decision.ExcludedUnits).Where(desk => desk != Holder).Distinct(StringComparer.Ordinal);

    private static Notice NoticeFor(string desk, Case report, RoutingDecision decision, DateTimeOffset minute) => new()
    {
        CaseId = report.Id,
        Desk = desk,
        Urgency = report.Urgency,
        CreatedAt = minute,

        // Threat: a notice in clear would tell the category of a restricted report to whoever copies the database.
        Category = report.Restricted ? null : decision.Category,
        Municipality = report.Restricted ? null : decision.Municipality,
    };

    private CaseItem NumberedReasons(Guid caseId, int seq) => new()
    {
        Id = _reasons!.Id,
        CaseId = caseId,
        Kind = CaseItemKind.Decision,
        Sealed = _reasons.Sealed,
        SizeBucket = _reasons.SizeBucket,
        Seq = seq,
        AddedAt = _reasons.AddedAt,
    };
}
