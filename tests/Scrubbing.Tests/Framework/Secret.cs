using System.Text;

namespace ReportingService.Scrubbing.Tests;

/// <summary>The planted secret in the encodings it may hide in.</summary>
internal static class Secret
{
    private const string Text = "PLANTED-42.6629N-21.1655E";

    public static readonly (string Name, byte[] Bytes)[] Encodings =
    [
        ("ascii", Encoding.ASCII.GetBytes(Text)),
        ("utf16le", Encoding.Unicode.GetBytes(Text)),
        ("utf16be", Encoding.BigEndianUnicode.GetBytes(Text)),
        ("base64", Encoding.ASCII.GetBytes(Convert.ToBase64String(Encoding.ASCII.GetBytes(Text)))),
        ("hex", Encoding.ASCII.GetBytes(Convert.ToHexString(Encoding.ASCII.GetBytes(Text)))),
    ];

    public static byte[] Ascii => Encodings[0].Bytes;

    public static bool In(ReadOnlySpan<byte> file)
    {
        foreach (var (_, bytes) in Encodings)
        {
            // Half of it is enough: a scrubber that cuts a secret in two has not removed it.
            if (file.IndexOf(bytes.AsSpan(0, bytes.Length / 2)) >= 0 || file.IndexOf(bytes.AsSpan(bytes.Length / 2)) >= 0)
            {
                return true;
            }
        }

        return false;
    }
}
