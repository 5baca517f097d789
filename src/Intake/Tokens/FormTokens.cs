using System.Buffers.Binary;
using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using ReportingService.Sealing;

namespace ReportingService.Intake.Tokens;

/// <summary>
/// Signed, expiring tokens in place of a session: a token carries the receipt minted with the check page, so that sending
/// the same page twice is the same report. Layout: version(1) | expiry, Unix seconds(8) | receipt, ASCII | HMAC-SHA256(32), base64url.
/// </summary>
public sealed class FormTokens(FormTokenKey key, TimeProvider clock)
{
    /// <summary>How long a page may lie open.</summary>
    public static readonly TimeSpan Life = TimeSpan.FromHours(24);

    private const byte Version = 1;
    private const int MacSize = 32;
    private const int HeadSize = 9;
    private const int LongestToken = 400;

    /// <summary>A token for a receipt.</summary>
    public string Issue(Receipt receipt)
    {
        var code = Encoding.ASCII.GetBytes(receipt.Grouped);
        var bytes = new byte[HeadSize + code.Length + MacSize];
        bytes[0] = Version;
        BinaryPrimitives.WriteInt64BigEndian(bytes.AsSpan(1), (clock.GetUtcNow() + Life).ToUnixTimeSeconds());
        code.CopyTo(bytes, HeadSize);
        HMACSHA256.HashData(key.Bytes, bytes.AsSpan(0, bytes.Length - MacSize), bytes.AsSpan(bytes.Length - MacSize));
        return Base64Url.EncodeToString(bytes);
    }

    /// <summary>Reads a token that came back.</summary>
    public FormToken Read(string? token)
    {
        if (string.IsNullOrEmpty(token) || token.Length > LongestToken || !Base64Url.IsValid(token))
        {
            return new FormToken.Forged();
        }

        var bytes = Base64Url.DecodeFromChars(token);
        if (bytes.Length <= HeadSize + MacSize || bytes[0] != Version)
        {
            return new FormToken.Forged();
        }

        var signed = bytes.AsSpan(0, bytes.Length - MacSize);
        Span<byte> expected = stackalloc byte[MacSize];
        HMACSHA256.HashData(key.Bytes, signed, expected);
        if (!CryptographicOperations.FixedTimeEquals(expected, bytes.AsSpan(bytes.Length - MacSize))
            || Receipt.Read(Encoding.ASCII.GetString(signed[HeadSize..])) is not ReceiptReading.Good good)
        {
            return new FormToken.Forged();
        }

        var expiry = DateTimeOffset.FromUnixTimeSeconds(BinaryPrimitives.ReadInt64BigEndian(signed[1..]));
        return clock.GetUtcNow() < expiry ? new FormToken.Good(good.Receipt) : new FormToken.Expired(good.Receipt);
    }
}
