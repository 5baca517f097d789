namespace ReportingService.Opening;

/// <summary>What the router learns of one case. Dispose when the case key is wrapped to its desk.</summary>
public sealed class RoutedCase : IDisposable
{
    internal RoutedCase(CaseKey key, byte[] labels)
    {
        Key = key;
        Labels = labels;
    }

    /// <summary>The case's key, to wrap to the desk.</summary>
    public CaseKey Key { get; }

    /// <summary>The closed labels as Intake wrote them.</summary>
    public byte[] Labels { get; }

    /// <summary>Zeroes key and labels.</summary>
    public void Dispose()
    {
        Key.Dispose();
        Array.Clear(Labels);
    }

    /// <summary>Only the type's name.</summary>
    public override string ToString() => nameof(RoutedCase);
}
