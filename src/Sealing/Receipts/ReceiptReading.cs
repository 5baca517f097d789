namespace ReportingService.Sealing;

/// <summary>What came of reading a typed receipt.</summary>
public abstract record ReceiptReading
{
    private ReceiptReading()
    {
    }

    /// <summary>All six check characters agree. Whether such a report exists is another question.</summary>
    public sealed record Good(Receipt Receipt) : ReceiptReading
    {
        /// <summary>Only the type's name.</summary>
        public override string ToString() => nameof(Good);
    }

    /// <summary>Something is mistyped.</summary>
    /// <param name="Groups">The numbers (1 to 6) of the groups to look at again; never empty.</param>
    /// <param name="Typed">How many characters were typed, separators left out. Only when they are <see cref="Receipt.Length"/> do the groups say for certain where the mistake is.</param>
    public sealed record Mistyped(IReadOnlyList<int> Groups, int Typed) : ReceiptReading
    {
        /// <summary>Characters too few (negative), too many (positive), or 0.</summary>
        public int Off => Typed - Receipt.Length;

        /// <summary>Only the type's name.</summary>
        public override string ToString() => nameof(Mistyped);
    }
}
