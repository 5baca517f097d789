using Microsoft.EntityFrameworkCore;
using ReportingService.Core.Routing;

namespace ReportingService.Data;

/// <summary>Counts that a desk gave a report on, in the transaction that moves it.</summary>
public static class BounceCounts
{
    /// <summary>Whether moves for this reason say something about the rules: a conflict of interest does not.</summary>
    public static bool Counts(string reason) => reason.StartsWith("bounce.", StringComparison.Ordinal) || reason is "passed_on" or "sent_back" or "not_spam";

    /// <summary>Adds one.</summary>
    /// <param name="db">Of the transaction.</param>
    /// <param name="report">The row before it is described anew.</param>
    /// <param name="restrictedAfter">Whether it becomes, or stays, restricted by this move.</param>
    /// <param name="decision">The decision that sent it to <paramref name="from"/>.</param>
    /// <param name="from">The desk that gives it on.</param>
    /// <param name="to">The desk that gets it.</param>
    /// <param name="reason">Code.</param>
    /// <param name="day">Today.</param>
    /// <param name="cancellationToken">Cancels.</param>
    public static async Task AddAsync(ReportingDb db, Case report, bool restrictedAfter, RoutingDecision decision, Desk from, Desk to, string reason, DateOnly day, CancellationToken cancellationToken)
    {
        // Threat: a list in clear tells what a restricted report was about and in which town. One that turns out to be so only by this move counts too.
        var masked = report.Restricted || restrictedAfter;
        var (fromUnit, toUnit) = masked ? (Base(from), Base(to)) : (from.Code, to.Code);
        var (month, rule, version, place) = (new DateOnly(day.Year, day.Month, 1), decision.RuleId, decision.RuleVersion, masked ? "" : report.Municipality ?? "");
        var raised = await db.BounceCounts
            .Where(row => row.Month == month && row.RuleId == rule && row.RuleVersion == version && row.Reason == reason && row.FromUnit == fromUnit && row.ToUnit == toUnit && row.Municipality == place)
            .ExecuteUpdateAsync(row => row.SetProperty(x => x.Count, x => x.Count + 1), cancellationToken);
        if (raised == 0)
        {
            db.BounceCounts.Add(new BounceCount { Month = month, RuleId = rule, RuleVersion = version, Reason = reason, FromUnit = fromUnit, ToUnit = toUnit, Municipality = place, Count = 1 });
        }
    }

    private static string Base(Desk desk)
        => desk.Unit.StartsWith("PS_", StringComparison.Ordinal) ? "PS" : desk.Unit.StartsWith("RPD_", StringComparison.Ordinal) ? "RPD" : desk.Unit;
}
