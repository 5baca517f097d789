using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using ReportingService.Sealing;

namespace ReportingService.Opening;

/// <summary>A private key in a file of its own, mode 0600 (EnvelopeFormat.md, 11). The scalar never becomes a string.</summary>
internal static class KeyFile
{
    private const string FirstLine = "lajmero-policine key 1";
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    internal static void Write(string path, string kind, string domain, InstanceId instance, ReadOnlySpan<byte> scalar)
    {
        var head = Encoding.ASCII.GetBytes(Head(kind, domain, instance));
        var bytes = new byte[head.Length + 44 + 1];
        head.CopyTo(bytes, 0);
        Base64.EncodeToUtf8(scalar, bytes.AsSpan(head.Length), out _, out var written);
        bytes[head.Length + written] = (byte)'\n';
        try
        {
            var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write, Share = FileShare.None, BufferSize = 0 };
            if (!OperatingSystem.IsWindows())
            {
                options.UnixCreateMode = OwnerOnly;
            }

            using var file = new FileStream(path, options);
            file.Write(bytes);
            file.Flush(flushToDisk: true);
        }
        finally
        {
            CryptographicOperations.ZeroMemory(bytes);
        }
    }

    /// <summary>The 32 bytes of the scalar; the caller zeroes them.</summary>
    internal static byte[] Read(string path, string kind, string domain, InstanceId instance)
    {
        // Threat: a key that other accounts of the machine can read is no longer the custodian's.
        if (!OperatingSystem.IsWindows() && (File.GetUnixFileMode(path) & ~OwnerOnly & ~UnixFileMode.UserExecute) != 0)
        {
            throw new FormatException($"'{path}' can be read by others. Set its mode to 0600.");
        }

        var bytes = File.ReadAllBytes(path);
        var scalar = new byte[P256.ScalarSize];
        try
        {
            var head = Encoding.ASCII.GetBytes(Head(kind, domain, instance));
            var text = bytes.AsSpan().TrimEnd("\r\n "u8);
            if (!text.StartsWith(head) || text.Length != head.Length + 44)
            {
                throw new FormatException($"'{path}' is not the {kind} key of {domain} for this installation.");
            }

            Span<byte> decoded = stackalloc byte[33];
            if (Base64.DecodeFromUtf8(text[head.Length..], decoded, out _, out var length) != System.Buffers.OperationStatus.Done || length != P256.ScalarSize)
            {
                throw new FormatException($"The key in '{path}' is damaged.");
            }

            decoded[..P256.ScalarSize].CopyTo(scalar);
            CryptographicOperations.ZeroMemory(decoded);
            return scalar;
        }
        finally
        {
            CryptographicOperations.ZeroMemory(bytes);
        }
    }

    private static string Head(string kind, string domain, InstanceId instance)
        => $"{FirstLine}\nkind: {kind}\ndomain: {domain}\ninstance: {instance}\nprivate: ";
}
