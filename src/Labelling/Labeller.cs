using ReportingService.Core.Labels;
using ReportingService.Core.Places;

namespace ReportingService.Labelling;

/// <summary>Plain text and ticks in, closed labels out. Pure: keeps nothing, writes nothing. Safe to share between threads.</summary>
public sealed class Labeller
{
    private Labeller()
    {
    }

    /// <summary>Loads gazetteer, lexicons and model; the host opens the files of the routing folder by their relative names.</summary>
    public static Labeller Load(Func<string, Stream> open, MunicipalityDirectory municipalities) => new();

    public ReportLabels Label(PlainText plain, ReportTicks ticks) => throw new NotSupportedException();

    /// <summary>The question the form asks back when a place name has several meanings; null when there is nothing to ask.</summary>
    public PlaceQuestion? AskPlace(PlainText plain, ReportTicks ticks) => throw new NotSupportedException();
}
