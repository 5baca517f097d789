using ReportingService.Core.Keys;
using ReportingService.Core.Labels;
using ReportingService.Core.Routing;
using ReportingService.Core.Vocabulary;

namespace ReportingService.Core.Tests.Routing;

public sealed class RouterTests
{
    [Fact]
    public void Route_StationComplainedOf_TakesItsNeighboursWithIt()
    {
        var decision = Route(new ReportLabels { Category = Category.PoliceMisconduct, Flags = [ReportFlag.SubjectIsPolice], ConcernedUnits = ["PS_GJILAN"], Municipality = "gjilan", Region = "GJILAN" });

        Assert.Equal("PIK", decision.Desk);
        Assert.Equal(["DVU", "DVU_GJILAN", "PS_GJILAN", "RIS", "RIS_GJILAN", "RPD_GJILAN", "RRTU", "RRTU_GJILAN"], decision.ExcludedUnits);
    }

    [Fact]
    public void Route_AboutTheInspectorate_InternalInvestigations()
        => Assert.Equal("DIIBC", Route(new ReportLabels { Category = Category.PoliceMisconduct, Flags = [ReportFlag.SubjectIsPolice], ConcernedUnits = ["PIK"], Misconduct = MisconductKind.Crime }).Desk);

    [Theory]
    [InlineData(WriterPerson.First, false, "HELPLINE")]
    [InlineData(WriterPerson.Unclear, false, "HELPLINE")]
    [InlineData(WriterPerson.Third, false, "THBDI")]
    [InlineData(WriterPerson.Third, true, "HELPLINE")]
    public void Route_Trafficking_ByWhoWrites(WriterPerson person, bool victim, string desk)
        => Assert.Equal(desk, Route(new ReportLabels { Category = Category.Trafficking, Person = person, Ticks = new ReportTicks(Victim: victim) }).Desk);

    [Fact]
    public void Route_VictimInDangerNow_EmergencyHoldsAndHelplineIsTold()
    {
        var decision = Route(new ReportLabels { Category = Category.DomesticViolence, Urgency = Urgency.Emergency, Flags = [ReportFlag.VictimSelf, ReportFlag.DomesticViolence], Municipality = "peje", Region = "PEJE" });

        Assert.Equal("EMERG", decision.Desk);
        Assert.Equal(["PS_PEJE", "HELPLINE", "DVU_PEJE"], decision.AlsoNotify);
    }

    /// <summary>An officer who reads "urgent" reads what of the report made it so.</summary>
    [Theory]
    [InlineData(Category.Theft, ReportFlag.EventDated, false, Urgency.Urgent, "urgency.raised event_dated")]
    [InlineData(Category.Theft, ReportFlag.EvidenceOffered, false, Urgency.High, "urgency.raised evidence_offered")]
    [InlineData(Category.Theft, ReportFlag.EvidenceOffered, true, Urgency.Urgent, "urgency.in-progress-ticked")]
    [InlineData(Category.Theft, ReportFlag.Whistleblower, false, Urgency.Normal, null)]
    [InlineData(Category.Trafficking, ReportFlag.EventDated, false, Urgency.Urgent, null)]
    public void Route_UrgencyAboveThatOfTheRule_NamesWhatRaisedIt(Category category, ReportFlag flag, bool inProgress, Urgency urgency, string? reason)
    {
        var decision = Route(new ReportLabels { Category = category, Flags = [flag], Person = WriterPerson.Third, Ticks = new ReportTicks(InProgress: inProgress), Municipality = "gjilan", Region = "GJILAN" });

        Assert.Equal(urgency, decision.Urgency);
        Assert.Equal(reason, decision.Reasons.SingleOrDefault(r => r.StartsWith("urgency.", StringComparison.Ordinal)));
    }

    [Fact]
    public void Route_DangerNow_IsTheOnlyReasonNamedForItsUrgency()
    {
        var decision = Route(new ReportLabels { Category = Category.Theft, Flags = [ReportFlag.EventDated], Urgency = Urgency.Emergency, Municipality = "gjilan", Region = "GJILAN" });

        Assert.Equal(["urgency.danger-now"], decision.Reasons.Where(r => r.StartsWith("urgency.", StringComparison.Ordinal)));
    }

    [Fact]
    public void Route_NoPlace_CentralDeskNeverPrishtina()
    {
        var decision = Route(new ReportLabels { Category = Category.Theft });

        Assert.Equal("DESK", decision.Desk);
        Assert.Null(decision.Region);
    }

    [Fact]
    public void Route_BorderInsider_OrganisedCrimeWithTheInspectorateTold()
    {
        var decision = Route(new ReportLabels { Category = Category.Border, Flags = [ReportFlag.PossibleInsider], Region = "GJILAN" });

        Assert.Equal("DOC", decision.Desk);
        Assert.Contains("PIK", decision.AlsoNotify);
        Assert.Contains("BORDER_GJILAN", decision.ExcludedUnits);
    }

    [Fact]
    public void Preview_HelplineOnly_TellsThatNoPoliceReceives()
    {
        var recipients = RoutingFiles.Data.Router.Preview(new ReportLabels { Category = Category.Theft, Ticks = new ReportTicks(HelplineOnly: true) });

        Assert.Equal(["HELPLINE"], recipients.Receive);
        Assert.Equal(Barred.AllPolice, recipients.Barred);
        Assert.Equal(Protection.Helpline, recipients.Protection);
    }

    private static RoutingDecision Route(ReportLabels labels) => RoutingFiles.Data.Router.Route(labels, RoutingFiles.EveryDesk);
}
