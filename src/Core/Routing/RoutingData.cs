using ReportingService.Core.Places;

namespace ReportingService.Core.Routing;

/// <summary>
/// Everything the routing folder holds that a host without plaintext needs. The host opens the files:
/// <c>RoutingData.Load(name => File.OpenRead(Path.Combine(folder, name)))</c>. The rules of the folder are the first ones; a version that
/// was signed and activated takes their place while the host runs.
/// </summary>
public sealed class RoutingData
{
    private volatile Router router;

    private RoutingData(MunicipalityDirectory municipalities, DeskDirectory desks, SectorDirectory sectors, byte[] rules, ReasonWords reasons)
    {
        (Municipalities, Desks, Sectors, FirstRulesText, Reasons) = (municipalities, desks, sectors, rules, reasons);
        FirstRules = RuleSet.Load(rules, desks);
        router = new Router(FirstRules, desks);
    }

    public MunicipalityDirectory Municipalities { get; }

    public DeskDirectory Desks { get; }

    public SectorDirectory Sectors { get; }

    public ReasonWords Reasons { get; }

    /// <summary>The bytes of <c>rules.json</c>: what the first signed version follows on.</summary>
    public byte[] FirstRulesText { get; }

    /// <summary>The rules of the folder.</summary>
    public RuleSet FirstRules { get; }

    /// <summary>Routes by the rules in force. Take it once per report, so that one decision follows one version.</summary>
    public Router Router => router;

    /// <summary>The rules in force.</summary>
    public RuleSet Rules => router.Rules;

    /// <summary>Puts other rules in force. Whoever calls has checked who signed them.</summary>
    public void Use(RuleSet rules) => router = new Router(rules, Desks);

    public static RoutingData Load(Func<string, Stream> open)
    {
        using var municipalityFile = open("municipalities.json");
        using var unitFile = open("units.json");
        using var ruleFile = open("rules.json");
        using var reasonFile = open("reasons.json");
        using var rules = new MemoryStream();
        ruleFile.CopyTo(rules);
        var municipalities = MunicipalityDirectory.Load(municipalityFile);
        var desks = DeskDirectory.Load(unitFile, municipalities);
        return new RoutingData(municipalities, desks, SectorDirectory.Load(open, desks), rules.ToArray(), ReasonWords.Load(reasonFile));
    }
}
