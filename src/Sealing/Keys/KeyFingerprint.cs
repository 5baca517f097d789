using System.Globalization;
using System.Numerics;
using System.Security.Cryptography;

namespace ReportingService.Sealing;

/// <summary>Digits that two people compare by voice or on paper to know that they see the same key (EnvelopeFormat.md, 9).</summary>
public static class KeyFingerprint
{
    private static readonly byte[] Label = [.. Hkdf.Label("fingerprint"), 0x00];

    /// <summary>Eight groups of five digits, joined by spaces (about 132 bits).</summary>
    public static string Of(PublicKey key) => Digits(0x01, key.Span);

    /// <summary>Eight groups of five digits, joined by spaces (about 132 bits).</summary>
    public static string Of(VerifyingKey key) => Digits(0x02, key.Span);

    /// <summary>Of all the keys an installation pins. Eight groups of five digits, joined by spaces (about 132 bits).</summary>
    public static string Of(Trust trust)
    {
        ArgumentNullException.ThrowIfNull(trust);
        return Digits(0x04, trust.Bytes());
    }

    internal static string OfRecord(UnitKeyRecord record) => Digits(0x03, KeyRecordBytes.Carried(record, signed: false));

    private static string Digits(byte kind, ReadOnlySpan<byte> bytes)
    {
        var hash = SHA256.HashData([.. Label, kind, .. bytes]);
        var number = new BigInteger(hash, isUnsigned: true, isBigEndian: true) % BigInteger.Pow(10, 40);
        var digits = number.ToString("D40", CultureInfo.InvariantCulture);
        return string.Join(' ', Enumerable.Range(0, 8).Select(group => digits.Substring(group * 5, 5)));
    }
}
