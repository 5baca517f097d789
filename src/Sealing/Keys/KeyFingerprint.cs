namespace ReportingService.Sealing;

/// <summary>Digits that two people compare by voice or on paper to know that they see the same key (EnvelopeFormat.md, 9).</summary>
public static class KeyFingerprint
{
    /// <summary>Eight groups of five digits, joined by spaces (about 132 bits).</summary>
    public static string Of(PublicKey key) => throw new NotSupportedException();

    /// <summary>Eight groups of five digits, joined by spaces (about 132 bits).</summary>
    public static string Of(VerifyingKey key) => throw new NotSupportedException();
}
