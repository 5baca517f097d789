using System.Security.Cryptography;
using System.Text;

namespace ReportingService.Sealing;

/// <summary>HKDF-SHA256 (RFC 5869) with this format's labels (EnvelopeFormat.md: P).</summary>
internal static class Hkdf
{
    internal const int HashSize = 32;

    private const string Prefix = "lajmero-policine/1 ";

    /// <summary>P | name.</summary>
    internal static byte[] Label(string name) => Encoding.ASCII.GetBytes(Prefix + name);

    /// <summary>P | name | more.</summary>
    internal static byte[] Label(string name, ReadOnlySpan<byte> more) => [.. Label(name), .. more];

    /// <summary>HKDF-Expand(key, P | name | more) into <paramref name="output"/>; <paramref name="key"/> is uniformly random, 32 bytes.</summary>
    internal static void Expand(ReadOnlySpan<byte> key, string name, ReadOnlySpan<byte> more, Span<byte> output)
        => HKDF.Expand(HashAlgorithmName.SHA256, key, output, Label(name, more));
}
