namespace ReportingService.Sealing;

/// <summary>
/// What a reporter keeps: 120 random bits, written as six groups of five characters, the fifth of each a check character. It is
/// the only way back to a report and is never stored.
/// </summary>
public sealed class Receipt : IDisposable
{
    /// <summary>For example <c>7K3QD-M0V9A-...</c>: six groups of five, joined by hyphens, 35 characters. Show it; never log or store it.</summary>
    public string Grouped => throw new NotSupportedException();

    internal ReadOnlySpan<byte> Secret => throw new NotSupportedException();

    /// <summary>A fresh receipt.</summary>
    public static Receipt Mint() => throw new NotSupportedException();

    /// <summary>Reads what a person typed: any case, spaces, hyphens, O for 0, I or L for 1, Cyrillic look-alikes.</summary>
    public static ReceiptReading Read(string? typed) => throw new NotSupportedException();

    /// <summary>Zeroes the secret.</summary>
    public void Dispose()
    {
    }

    /// <summary>Only the type's name.</summary>
    public override string ToString() => nameof(Receipt);
}
