using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using ReportingService.Core.Vocabulary;

namespace ReportingService.Sealing;

/// <summary>The bytes of key records that are signed, hashed and carried (EnvelopeFormat.md, 9).</summary>
internal static class KeyRecordBytes
{
    private static readonly byte[] UnitLabel = [.. Hkdf.Label("unit-key"), 0x00];
    private static readonly byte[] RouterLabel = [.. Hkdf.Label("router-key"), 0x00];

    /// <summary>What a unit key record's signature covers. <paramref name="previous"/> is the predecessor's <see cref="Hash"/>, or zeros.</summary>
    internal static byte[] Signed(UnitKeyRecord record, InstanceId instance, ReadOnlySpan<byte> previous)
    {
        using var bytes = new MemoryStream();
        bytes.Write(UnitLabel);
        bytes.Write(instance.ToBytes());
        WriteFields(bytes, record, record.SignedBy);
        bytes.Write(previous);
        return bytes.ToArray();
    }

    internal static byte[] Hash(byte[] signed) => SHA256.HashData(signed);

    internal static byte[] Signed(RouterKeyRecord record, InstanceId instance)
    {
        using var bytes = new MemoryStream();
        bytes.Write(RouterLabel);
        bytes.Write(instance.ToBytes());
        WriteNumber(bytes, record.Epoch);
        WriteTime(bytes, record.CreatedAt);
        bytes.Write(record.PublicKey);
        return bytes.ToArray();
    }

    /// <summary>The carried form; with <paramref name="signed"/> false the signer and signature are left empty (fingerprints).</summary>
    internal static byte[] Carried(UnitKeyRecord record, bool signed)
    {
        using var bytes = new MemoryStream();
        bytes.WriteByte(Suite.Version);
        WriteFields(bytes, record, signed ? record.SignedBy : string.Empty);
        WriteShort(bytes, signed ? record.Signature : []);
        return bytes.ToArray();
    }

    private static void WriteFields(MemoryStream bytes, UnitKeyRecord record, string signer)
    {
        WriteShort(bytes, Encoding.ASCII.GetBytes(record.Desk));
        WriteShort(bytes, Encoding.ASCII.GetBytes(Codes.Of(record.Domain)));
        WriteNumber(bytes, record.Epoch);
        WriteTime(bytes, record.CreatedAt);
        WriteTime(bytes, record.ExpiresAt);
        bytes.Write(record.PublicKey);
        bytes.Write(record.SigningPublicKey);
        WriteShort(bytes, Encoding.ASCII.GetBytes(signer));
    }

    private static void WriteShort(MemoryStream bytes, ReadOnlySpan<byte> value)
    {
        bytes.WriteByte(checked((byte)value.Length));
        bytes.Write(value);
    }

    private static void WriteNumber(MemoryStream bytes, int value)
    {
        Span<byte> four = stackalloc byte[4];
        BinaryPrimitives.WriteInt32BigEndian(four, value);
        bytes.Write(four);
    }

    private static void WriteTime(MemoryStream bytes, DateTimeOffset value)
    {
        Span<byte> eight = stackalloc byte[8];
        BinaryPrimitives.WriteInt64BigEndian(eight, value.ToUnixTimeSeconds());
        bytes.Write(eight);
    }
}
