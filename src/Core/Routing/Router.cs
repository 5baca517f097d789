using ReportingService.Core.Keys;
using ReportingService.Core.Labels;
using ReportingService.Core.Places;
using ReportingService.Core.Vocabulary;

namespace ReportingService.Core.Routing;

/// <summary>
/// Labels in, desk out, in the order of the domain: emergency, exclusion and protection, flags, category, place, unit.
/// The rules are data; protection and exclusion are not.
/// </summary>
public sealed class Router(RuleSet rules, DeskDirectory desks, TimeProvider? time = null)
{
    public RuleSet Rules => rules;

    public RoutingDecision Route(ReportLabels labels, DeskReadiness ready)
    {
        var protection = ProtectionRule.Of(labels);
        var excluded = Exclusion.Of(labels, desks);
        var barred = excluded.ToHashSet(StringComparer.Ordinal);
        var reasons = new List<string>();
        Say(labels, protection, reasons);

        var emergency = labels.Urgency == Urgency.Emergency && protection == Protection.None;
        var rule = Choose(labels, emergency);
        var urgency = UrgencyOf(rule, labels, reasons);

        var chosen = protection != Protection.None
            ? (Desk: desks[ProtectedBody.Of(protection).Desk], Rule: rule)
            : Resolve(rule, labels, barred, reasons);
        reasons.Add(protection != Protection.None ? $"protected {chosen.Desk.Code}" : $"rule {chosen.Rule.Id}");
        if (excluded.Count > 0)
        {
            reasons.Add($"excluded {excluded.Count}");
        }

        var told = new List<string>();
        var referrals = new List<string>();
        if (protection == Protection.None)
        {
            Tell(rule, labels, chosen.Desk, barred, told, referrals);
            if (emergency && labels.Category is Category.Trafficking or Category.DomesticViolence && !told.Contains("HELPLINE") && Free(desks["HELPLINE"], barred))
            {
                told.Add("HELPLINE");
            }
        }
        else if (protection == Protection.Helpline && !labels.Ticks.HelplineOnly)
        {
            referrals.AddRange(SuggestedBy(rule, labels));
        }

        return new RoutingDecision(
            protection == Protection.None ? UnitOf(rule, chosen.Desk, labels, barred) : chosen.Desk.Unit, chosen.Desk.Code, Holder(chosen.Desk, ready, barred), chosen.Desk.Domain, protection, urgency,
            protection != Protection.None || rule.IsRestricted(labels), told, referrals, excluded,
            protection switch
            {
                Protection.None => emergency ? "emergency" : chosen.Rule == rule ? "category" : "fallback",
                Protection.Helpline => "protection",
                _ => "exclusion",
            },
            chosen.Rule.Id, rules.Version, reasons, labels.Category ?? Category.InformationRequest, labels.Municipality, labels.Region);
    }

    /// <summary>What the check-answers page tells before sending. As if every desk had a reader.</summary>
    public Recipients Preview(ReportLabels labels)
    {
        var all = desks.All.Select(d => d.Code).ToHashSet(StringComparer.Ordinal);
        var decision = Route(labels, new DeskReadiness(all));
        var helpline = decision.Protection == Protection.Helpline;
        var barred = helpline || decision.ExcludedUnits.Contains("DESK") ? Barred.AllPolice : ReachOf(decision.ExcludedUnits);

        // Consent and danger lift that no police are told, never this: the helpline's hand-off asks the same.
        var never = helpline ? Exclusion.OfSubjects(labels, desks) : [];
        var concerned = ProtectionRule.Concerned(labels);
        return new Recipients(
            [decision.Desk], decision.AlsoNotify, [.. decision.ExcludedUnits.Where(c => desks.Find(c) is not null)], barred,
            [.. never.Where(c => c != decision.Desk && desks.Find(c) is { External: false }).OrderBy(c => !concerned.Contains(c))], ReachOf(never),
            decision.Protection, decision.Urgency, decision.Category, decision.Restricted);
    }

    private Barred ReachOf(IReadOnlyCollection<string> excluded)
        => desks.All.Where(d => !d.External && d.Domain is KeyDomain.Police or KeyDomain.Internal).All(d => excluded.Contains(d.Code)) ? Barred.AllPolice
            : desks.All.Where(d => !d.External && d.Region is not null).All(d => excluded.Contains(d.Code)) ? Barred.LocalAndRegionalPolice
            : excluded.Count > 0 ? Barred.NamedUnits
            : Barred.Nobody;

    /// <summary>True while no desk that may have this report can be opened by anybody: it would be stored and wait.</summary>
    public bool Waits(ReportLabels labels, DeskReadiness ready) => Route(labels, ready).HoldingDesk is null;

    private static Urgency UrgencyOf(Rule rule, ReportLabels labels, List<string> reasons)
    {
        var urgency = Later(labels.Urgency, rule.UrgencyOf(labels));
        if (labels.Ticks.InProgress && urgency is Urgency.Normal or Urgency.High && labels.Category is not (Category.InformationRequest or Category.Spam))
        {
            reasons.Add("urgency.in-progress-ticked");
            return Urgency.Urgent;
        }

        if (rule.RaisedBy(labels) is { } raised && raised.To > labels.Urgency)
        {
            reasons.Add($"urgency.raised {raised.By.Code}");
        }

        return urgency;
    }

    private static Urgency Later(Urgency a, Urgency b) => a > b ? a : b;

    private static void Say(ReportLabels labels, Protection protection, List<string> reasons)
    {
        if (labels.Urgency == Urgency.Emergency)
        {
            reasons.Add("urgency.danger-now");
        }

        if (labels.Ticks.HelplineOnly)
        {
            reasons.Add("protection.helpline-ticked");
        }
        else if (protection == Protection.Helpline)
        {
            reasons.Add("protection.victim-writes");
        }
        else if (protection != Protection.None)
        {
            reasons.Add(labels.Ticks.AboutPolice || labels.Ticks.ConcernedUnit is not null ? "exclusion.police-ticked"
                : labels.Has(ReportFlag.SubjectIsPolice) ? "exclusion.police-written" : "exclusion.no-police-asked");
        }

        foreach (var unit in ProtectionRule.Concerned(labels).Take(4))
        {
            reasons.Add($"exclusion.concerned {unit}");
        }

        foreach (var unit in labels.RefusedUnits.Take(4))
        {
            reasons.Add($"exclusion.refused {unit}");
        }

        reasons.Add(labels.Category is { } category
            ? $"category.{labels.CategorySource switch { LabelSource.Ticked => "ticked", LabelSource.Model => "model", LabelSource.Reader => "reader", _ => "written" }} {Codes.Of(category)}"
            : "category.unknown");
        foreach (var flag in labels.Flags)
        {
            reasons.Add($"flag {Codes.Of(flag)}");
        }

        reasons.Add(labels.PlaceLayer switch
        {
            PlaceLayer.Pin => $"place.pin {labels.Municipality}",
            PlaceLayer.Settlement => $"place.settlement {labels.Municipality}",
            PlaceLayer.Municipality => $"place.municipality {labels.Municipality}",
            PlaceLayer.Region => $"place.region {labels.Region}",
            _ => "place.unknown",
        });
        foreach (var contradiction in labels.Contradictions)
        {
            reasons.Add($"contradiction {contradiction.What} {contradiction.Ticked} {contradiction.Written}");
        }
    }

    // Which unit should work on it is known without a place too; which of its desks is not, and another holds the key.
    private string UnitOf(Rule rule, Desk desk, ReportLabels labels, HashSet<string> barred)
        => rule.Unit is "DVU" or "RIS" or "RRTU" or "BORDER" && desk.Domain == KeyDomain.Police && AtThePlace(rule.Unit, labels) is null && !barred.Contains(rule.Unit) ? rule.Unit : desk.Unit;

    private Rule Choose(ReportLabels labels, bool emergency)
        => rules.Of(emergency ? Category.Emergency : labels.Category).FirstOrDefault(r => r.Matches(labels)) ?? rules.Fallback;

    // Follows the chain of a rule until a desk exists and is not barred. Whatever the rules say, the result is a desk
    // of the police that nobody excluded, or the Inspectorate: never empty, never someone concerned.
    private (Desk Desk, Rule Rule) Resolve(Rule rule, ReportLabels labels, HashSet<string> barred, List<string> reasons)
    {
        for (var step = rule; step is not null; step = rules.Find(step.Otherwise))
        {
            if (AtThePlace(step.Unit, labels) is { } named && Serving(named, reasons) is { External: false } desk && Free(desk, barred))
            {
                return (desk, step);
            }

            reasons.Add($"rule.passed {step.Id}");
        }

        if (Serving(rules.Fallback.Unit, reasons) is { External: false } last && Free(last, barred))
        {
            return (last, rules.Fallback);
        }

        var national = desks["DESK"];
        return (Free(national, barred) ? national : desks[Free(desks["PIK"], barred) ? "PIK" : Free(desks["DIIBC"], barred) ? "DIIBC" : "HELPLINE"], rules.Fallback);
    }

    // A unit that has ended or not begun: who has its work today.
    private Desk? Serving(string? code, List<string>? reasons)
    {
        var desk = desks.Serving(code, Today);
        if (desk is not null && desk.Code != code)
        {
            reasons?.Add($"unit.ended {code} {desk.Code}");
        }

        return desk;
    }

    private DateOnly Today => DateOnly.FromDateTime((time ?? TimeProvider.System).GetUtcNow().UtcDateTime);

    private static bool Free(Desk desk, HashSet<string> barred) => !barred.Contains(desk.Code) && !barred.Contains(desk.Unit);

    private string? AtThePlace(string unit, ReportLabels labels) => unit switch
    {
        "PS" => desks.Municipalities.Find(labels.Municipality)?.Station,
        "DVU" or "SWC" => desks.Municipalities.Find(labels.Municipality) is { } m ? $"{unit}_{m.Station["PS_".Length..]}" : null,
        "RIS" or "RRTU" or "BORDER" or "RPD" => labels.Region is { } region ? $"{unit}_{region}" : null,
        _ => unit,
    };

    private void Tell(Rule rule, ReportLabels labels, Desk holder, HashSet<string> barred, List<string> told, List<string> referrals)
    {
        foreach (var also in rule.AlsoNotify.Where(a => a.Holds(labels)))
        {
            if (Serving(AtThePlace(also.Unit, labels), null) is not { } desk)
            {
                continue;
            }

            if (desk.External)
            {
                referrals.Add(desk.Code);
            }
            else if (desk.Code != holder.Code && Free(desk, barred) && !told.Contains(desk.Code))
            {
                told.Add(desk.Code);
            }
        }
    }

    private IEnumerable<string> SuggestedBy(Rule rule, ReportLabels labels)
        => rule.AlsoNotify.Where(a => a.Holds(labels)).Select(a => desks.Find(AtThePlace(a.Unit, labels))).OfType<Desk>().Where(d => d.External).Select(d => d.Code);

    // Never across domains: without a ready desk of its own domain a report waits sealed to that domain's recovery key.
    private string? Holder(Desk named, DeskReadiness ready, HashSet<string> barred)
        => new[] { named.Code }.Concat(named.Nearest).FirstOrDefault(code =>
            ready.ReadyDesks.Contains(code) && desks.Find(code) is { External: false } desk && desk.Serves(Today) && desk.Domain == named.Domain && Free(desk, barred));
}
