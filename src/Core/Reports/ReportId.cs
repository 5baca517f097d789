using System.Security.Cryptography;

namespace ReportingService.Core.Reports;

/// <summary>The random name of a report: 128 bits, no time and no counter in it, so that neither order nor number can be read from it.</summary>
public readonly record struct ReportId(Guid Value)
{
    /// <summary>A fresh random id.</summary>
    public static ReportId New() => new(new Guid(RandomNumberGenerator.GetBytes(16)));

    /// <summary>The 16 bytes bound into every envelope of this report.</summary>
    public byte[] ToBytes() => Value.ToByteArray(bigEndian: true);

    /// <inheritdoc/>
    public override string ToString() => Value.ToString("N");

    /// <summary>Reads 32 hexadecimal digits; false for anything else.</summary>
    public static bool TryParse(string? text, out ReportId id)
    {
        var known = Guid.TryParseExact(text, "N", out var value);
        id = new ReportId(value);
        return known;
    }
}
