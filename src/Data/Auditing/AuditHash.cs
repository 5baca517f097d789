using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace ReportingService.Data;

/// <summary>The link of the chain: SHA-256 over a length-prefixed form of the line and the hash before it.</summary>
internal static class AuditHash
{
    public static byte[] Of(long seq, DateTimeOffset at, string actor, string action, string subject, string detail, byte[] previous)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData("audit/1"u8);
        AppendNumber(hash, seq);
        AppendNumber(hash, at.ToUnixTimeSeconds());
        foreach (var text in (ReadOnlySpan<string>)[actor, action, subject, detail])
        {
            var bytes = Encoding.UTF8.GetBytes(text);
            AppendNumber(hash, bytes.Length);
            hash.AppendData(bytes);
        }

        hash.AppendData(previous);
        return hash.GetHashAndReset();
    }

    public static byte[] Of(AuditEntry entry)
        => Of(entry.Seq, entry.At, entry.Actor, entry.Action, entry.Subject, entry.Detail, entry.PreviousHash);

    private static void AppendNumber(IncrementalHash hash, long value)
    {
        Span<byte> bytes = stackalloc byte[8];
        BinaryPrimitives.WriteInt64BigEndian(bytes, value);
        hash.AppendData(bytes);
    }
}
