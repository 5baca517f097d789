using ReportingService.Core.Labels;

namespace ReportingService.Labelling.Findings;

/// <summary>The part police play in a text.</summary>
/// <param name="Subject">Whether they are complained of, or may be.</param>
/// <param name="Weight">How heavily the words say so, as the words of a category do; 0 when only the model does.</param>
internal sealed record PoliceFinding(bool Subject, double Weight, MisconductKind Kind, IReadOnlyList<string> Units)
{
    public static readonly PoliceFinding None = new(false, 0, MisconductKind.None, []);
}
