using ReportingService.Core.Routing;
using ReportingService.Web.Languages;

namespace ReportingService.Intake.Recipients;

/// <summary>Desks and municipalities by the names their readers know.</summary>
public sealed class DeskNames(RoutingData routing, Texts texts)
{
    /// <summary>The name of a desk or unit code.</summary>
    public string Of(string code)
    {
        // Desks whose name is a label of the police: to a reporter it does not say who reads.
        if ("desk." + code.ToLowerInvariant() is var reader && texts.Has(reader))
        {
            return texts[reader];
        }

        if (routing.Desks.Find(code) is { } desk)
        {
            return texts.NameOf(desk.NameSq, desk.NameSr, desk.NameEn);
        }

        return texts["unit.unknown"];
    }

    /// <summary>The name of a municipality.</summary>
    public string OfMunicipality(string? slug) => routing.Municipalities.Find(slug)?.NameIn(texts.Language.Tag) ?? string.Empty;
}
