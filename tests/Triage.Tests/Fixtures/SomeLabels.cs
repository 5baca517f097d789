using ReportingService.Core.Labels;
using ReportingService.Core.Places;
using ReportingService.Core.Vocabulary;

namespace ReportingService.Triage.Tests;

/// <summary>Labels of typical reports.</summary>
public static class SomeLabels
{
    public static ReportLabels Theft(string municipality = "gjilan", string region = "GJILAN") => new()
    {
        Category = Category.Theft,
        Municipality = municipality,
        Region = region,
        PlaceLayer = PlaceLayer.Municipality,
        Person = WriterPerson.Third,
    };

    public static ReportLabels Trafficking() => Theft() with { Category = Category.Trafficking };

    public static ReportLabels AboutPolice() => Theft() with { Category = Category.PoliceMisconduct, Ticks = new ReportTicks(AboutPolice: true) };

    public static ReportLabels HelplineOnly() => Theft() with { Ticks = new ReportTicks(HelplineOnly: true) };
}
