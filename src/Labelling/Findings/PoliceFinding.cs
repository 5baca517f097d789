using ReportingService.Core.Labels;

namespace ReportingService.Labelling.Findings;

/// <summary>The part police play in a text.</summary>
internal sealed record PoliceFinding(bool Subject, MisconductKind Kind, IReadOnlyList<string> Units)
{
    public static readonly PoliceFinding None = new(false, MisconductKind.None, []);
}
