namespace ReportingService.Labelling.Model;

/// <summary>An example with its features, ascending, and their values, read as a report would be.</summary>
internal sealed record Prepared(Example Example, uint[] Features, float[] Values)
{
    public override string ToString() => nameof(Prepared);
}
