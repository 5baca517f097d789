using System.Security.Cryptography;

namespace ReportingService.Sealing;

/// <summary>The padded, encrypted text after a header (EnvelopeFormat.md, 4: all forms but 04).</summary>
internal static class EnvelopeBody
{
    // The key encrypts exactly one body, so the nonce may be fixed.
    private static readonly byte[] Nonce = new byte[HpkeAead.NonceSize];

    /// <summary>The whole envelope: header, encrypted text, tag.</summary>
    internal static byte[] Seal(ContentKey key, byte[] header, byte[] context, ReadOnlySpan<byte> plain)
    {
        var padded = Padding.PadText(plain);
        try
        {
            var envelope = new byte[header.Length + padded.Length + HpkeAead.TagSize];
            header.CopyTo(envelope, 0);
            using var cipher = key.Cipher("body");
            cipher.Encrypt(Nonce, padded, envelope.AsSpan(header.Length, padded.Length), envelope.AsSpan(header.Length + padded.Length), [.. context, .. header]);
            ControlBuild.LeaveReadable(padded, envelope.AsSpan(header.Length));
            return envelope;
        }
        finally
        {
            CryptographicOperations.ZeroMemory(padded);
        }
    }

    /// <summary>The text without its padding; checks the commitment first.</summary>
    internal static byte[] Open(ContentKey key, int headerSize, byte[] context, ReadOnlySpan<byte> envelope)
    {
        var header = envelope[..headerSize];
        key.CheckCommitment(header, context);
        var body = envelope[headerSize..];
        var padded = new byte[body.Length - HpkeAead.TagSize];
        try
        {
            using var cipher = key.Cipher("body");
            cipher.Decrypt(Nonce, body[..^HpkeAead.TagSize], body[^HpkeAead.TagSize..], padded, [.. context, .. header]);
            return Padding.UnpadText(padded);
        }
        catch (AuthenticationTagMismatchException)
        {
            throw new SealBrokenException();
        }
        finally
        {
            CryptographicOperations.ZeroMemory(padded);
        }
    }

    /// <summary>Checks version, suite and length, and gives the form.</summary>
    internal static EnvelopeForm Form(ReadOnlySpan<byte> envelope)
    {
        if (envelope.Length < ContentKey.FirstSlot || envelope[0] != Suite.Version || envelope[1] != Suite.P256Aes256)
        {
            throw new SealBrokenException();
        }

        var form = (EnvelopeForm)envelope[2];
        var slots = form switch
        {
            EnvelopeForm.ItemFromReporter or EnvelopeForm.ItemFromHolder or EnvelopeForm.Medium => 1,
            EnvelopeForm.MessageFromUnit or EnvelopeForm.MessageFromReporter => 2,
            _ => throw new SealBrokenException(),
        };
        return envelope.Length >= ContentKey.HeaderSize(slots) + HpkeAead.TagSize ? form : throw new SealBrokenException();
    }
}
