using System.Security.Cryptography;

namespace ReportingService.Sealing;

/// <summary>The key of one envelope and what is derived from it (EnvelopeFormat.md, 4).</summary>
internal sealed class ContentKey : IDisposable
{
    internal const int Size = 32;
    internal const int SlotSize = PublicKey.Size + Size + HpkeAead.TagSize;
    internal const int CommitmentSize = 32;
    internal const int FirstSlot = 3;

    internal static readonly byte[] SlotInfo = Hkdf.Label("content-key");

    private readonly byte[] _key;

    /// <summary>Takes over <paramref name="key"/> (32 bytes) and zeroes it on disposal.</summary>
    internal ContentKey(byte[] key) => _key = key.Length == Size ? key : throw new SealBrokenException();

    internal ReadOnlySpan<byte> Span => _key;

    internal static ContentKey Fresh() => new(RandomNumberGenerator.GetBytes(Size));

    /// <summary>Length of a header of so many slots, commitment included.</summary>
    internal static int HeaderSize(int slots) => FirstSlot + (slots * SlotSize) + CommitmentSize;

    internal static byte[] SlotAad(byte[] context, EnvelopeForm form, int slot) => [.. context, (byte)form, (byte)slot];

    /// <summary><c>version | suite | form | slots | commitment</c>, slots being given.</summary>
    internal byte[] Header(EnvelopeForm form, byte[] context, params ReadOnlySpan<byte[]> slots)
    {
        var header = new byte[HeaderSize(slots.Length)];
        header[0] = Suite.Version;
        header[1] = Suite.P256Aes256;
        header[2] = (byte)form;
        for (var i = 0; i < slots.Length; i++)
        {
            slots[i].CopyTo(header, FirstSlot + (i * SlotSize));
        }

        Hkdf.Expand(_key, "commitment", context, header.AsSpan(header.Length - CommitmentSize));
        return header;
    }

    /// <summary>Threat: a ciphertext crafted to open to different texts under two content keys. One key only is accepted.</summary>
    internal void CheckCommitment(ReadOnlySpan<byte> header, byte[] context)
    {
        Span<byte> expected = stackalloc byte[CommitmentSize];
        Hkdf.Expand(_key, "commitment", context, expected);
        if (!CryptographicOperations.FixedTimeEquals(expected, header[^CommitmentSize..]))
        {
            throw new SealBrokenException();
        }
    }

    /// <summary>The AES-256-GCM of the body (<c>body</c>) or of the chunks (<c>stream</c>).</summary>
    internal AesGcm Cipher(string name)
    {
        Span<byte> key = stackalloc byte[Size];
        Hkdf.Expand(_key, name, [], key);
        var cipher = new AesGcm(key, HpkeAead.TagSize);
        CryptographicOperations.ZeroMemory(key);
        return cipher;
    }

    public void Dispose() => CryptographicOperations.ZeroMemory(_key);
}
