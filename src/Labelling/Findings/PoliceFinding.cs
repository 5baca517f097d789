using ReportingService.Core.Labels;

namespace ReportingService.Labelling.Findings;

/// <summary>The part police play in a text.</summary>
/// <param name="Subject">Whether they are complained of, or may be.</param>
/// <param name="NearDanger">Police act where life is in danger now, nothing more: dispatch is called, but those nearby are not told, for they may be the danger.</param>
/// <param name="Weight">How heavily the words say so, as the words of a category do; 0 when only the model does.</param>
internal sealed record PoliceFinding(bool Subject, bool NearDanger, double Weight, MisconductKind Kind, IReadOnlyList<string> Units)
{
    public static readonly PoliceFinding None = new(false, false, 0, MisconductKind.None, []);
}
