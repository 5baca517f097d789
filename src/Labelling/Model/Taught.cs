namespace ReportingService.Labelling.Model;

/// <summary>An example as training takes it: the rows of those of its features that will be known, and their values.</summary>
internal readonly record struct Taught(Example Example, int[] Rows, float[] Values)
{
    public override string ToString() => nameof(Taught);
}
