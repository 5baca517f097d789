using System.Reflection;

namespace ReportingService.SystemTests.Architecture;

public sealed class PlainTypesTests
{
    private static readonly Assembly[] Blind =
        [typeof(Core.Reports.ReportId).Assembly, typeof(Data.ReportingDb).Assembly, typeof(Triage.TriageHost).Assembly, typeof(Web.Site.ServiceWebHost).Assembly];

    private static readonly Assembly[] Seeing =
        [typeof(Labelling.Labeller).Assembly, typeof(Sealing.Trust).Assembly, typeof(Opening.AccountVault).Assembly, typeof(Intake.IntakeHost).Assembly, typeof(StaffConsole.StaffConsoleHost).Assembly];

    [Fact]
    public void PlainTypes_StayInsideTheirBorders()
        => Assert.Empty(PlainTypes.Touching(Blind.SelectMany(assembly => assembly.GetTypes())));

    [Fact]
    public void PlainTypes_PrintTheirNameOnly()
    {
        var types = Seeing.SelectMany(assembly => assembly.GetTypes()).ToList();

        Assert.Contains(types, PlainTypes.IsPlain);
        Assert.Empty(PlainTypes.Printing(types));
    }

    [Fact]
    public void Planted_PlainTypeAndPrintingRecord_AreFound()
    {
        Assert.Contains("Carrier touches PlainPlanted", PlainTypes.Touching([typeof(Carrier)]));
        Assert.Contains("PlainPlanted", PlainTypes.Printing([typeof(PlainPlanted)]));
    }

    private sealed record PlainPlanted(string Words);

    private sealed class Carrier
    {
        public static IReadOnlyList<PlainPlanted> Held { get; } = [];
    }
}
