namespace ReportingService.Scrubbing;

/// <summary>Counts what is left out while a file is rebuilt.</summary>
internal sealed class RemovalTally
{
    private readonly int[] counts = new int[RemovalReport.Kinds];

    public void Add(RemovalKind kind, int count = 1) => counts[(int)kind] = (int)Math.Min(int.MaxValue, (long)counts[(int)kind] + count);

    public RemovalReport ToReport() => new(counts);
}
