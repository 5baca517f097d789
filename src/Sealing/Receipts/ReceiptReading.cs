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

    /// <summary>Something is mistyped. <paramref name="Groups"/> are the numbers (1 to 6) of the groups to look at again; never empty.</summary>
    public sealed record Mistyped(IReadOnlyList<int> Groups) : ReceiptReading
    {
        /// <summary>Only the type's name.</summary>
        public override string ToString() => nameof(Mistyped);
    }
}
