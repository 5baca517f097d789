using ReportingService.Core.Places;

namespace ReportingService.Core.Routing;

/// <summary>
/// Everything the routing folder holds that a host without plaintext needs. The host opens the files:
/// <c>RoutingData.Load(name => File.OpenRead(Path.Combine(folder, name)))</c>.
/// </summary>
public sealed record RoutingData(MunicipalityDirectory Municipalities, DeskDirectory Desks, RuleSet Rules, ReasonWords Reasons)
{
    public Router Router { get; } = new(Rules, Desks);

    public static RoutingData Load(Func<string, Stream> open)
    {
        using var municipalityFile = open("municipalities.json");
        using var unitFile = open("units.json");
        using var ruleFile = open("rules.json");
        using var reasonFile = open("reasons.json");
        var municipalities = MunicipalityDirectory.Load(municipalityFile);
        var desks = DeskDirectory.Load(unitFile, municipalities);
        return new RoutingData(municipalities, desks, RuleSet.Load(ruleFile, desks), ReasonWords.Load(reasonFile));
    }
}
