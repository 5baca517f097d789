using System.Buffers.Binary;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace ReportingService.Opening;

/// <summary>Time-based one-time codes: RFC 6238 with HMAC-SHA1, 30 seconds, 6 digits, as authenticator apps expect.</summary>
public static class Totp
{
    /// <summary>Length of a secret in bytes (RFC 4226, 4: R6).</summary>
    public const int SecretSize = 20;

    private const int Digits = 6;
    private const int StepSeconds = 30;
    private const int Modulus = 1_000_000;
    private const string Base32 = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";

    /// <summary>
    /// Checks a typed code (spaces allowed), one step before and after allowed. Returns the step to store as the account's last used
    /// one, or null. Threat: a code seen over a shoulder is used again within its minute; steps up to <paramref name="lastUsedStep"/>
    /// are refused.
    /// </summary>
    public static long? Check(ReadOnlySpan<byte> secret, string? typed, DateTimeOffset now, long lastUsedStep)
    {
        var digits = (typed ?? string.Empty).Replace(" ", string.Empty, StringComparison.Ordinal);
        if (digits.Length != Digits || digits.Any(d => !char.IsAsciiDigit(d)))
        {
            return null;
        }

        var given = Encoding.ASCII.GetBytes(digits);
        var current = now.ToUnixTimeSeconds() / StepSeconds;
        long? accepted = null;

        // All three are always compared, so that time does not tell which one fits.
        for (var step = current - 1; step <= current + 1; step++)
        {
            var fits = CryptographicOperations.FixedTimeEquals(Encoding.ASCII.GetBytes(CodeOf(secret, step)), given);
            accepted = fits && step > lastUsedStep && accepted is null ? step : accepted;
        }

        return accepted;
    }

    /// <summary>
    /// Whether a refused code is one of this moment that was used before: right after an account was set up, the code that confirmed it.
    /// Only for who has proven the passphrase.
    /// </summary>
    public static bool IsUsed(ReadOnlySpan<byte> secret, string? typed, DateTimeOffset now, long lastUsedStep)
        => Check(secret, typed, now, lastUsedStep) is null && Check(secret, typed, now, 0) is not null;

    /// <summary>The code of a moment (tests, demo).</summary>
    public static string CodeAt(ReadOnlySpan<byte> secret, DateTimeOffset moment) => CodeOf(secret, moment.ToUnixTimeSeconds() / StepSeconds);

    /// <summary>The secret in base32 (RFC 4648, 6, no padding), for typing into an authenticator.</summary>
    public static string ToBase32(ReadOnlySpan<byte> secret)
    {
        var text = new StringBuilder(((secret.Length * 8) + 4) / 5);
        var buffer = 0;
        var bits = 0;
        foreach (var octet in secret)
        {
            buffer = ((buffer << 8) | octet) & 0xfff;
            for (bits += 8; bits >= 5; bits -= 5)
            {
                text.Append(Base32[(buffer >> (bits - 5)) & 31]);
            }
        }

        return bits == 0 ? text.ToString() : text.Append(Base32[(buffer << (5 - bits)) & 31]).ToString();
    }

    /// <summary>The text of the QR code: <c>otpauth://totp/ISSUER:USER?secret=...</c>.</summary>
    public static string Uri(ReadOnlySpan<byte> secret, string issuer, string userName)
    {
        var who = System.Uri.EscapeDataString(issuer);
        return $"otpauth://totp/{who}:{System.Uri.EscapeDataString(userName)}?secret={ToBase32(secret)}&issuer={who}&algorithm=SHA1&digits=6&period=30";
    }

    [System.Diagnostics.CodeAnalysis.SuppressMessage("Security", "CA5350", Justification = "HMAC-SHA1 is what authenticator apps speak (RFC 6238); HMAC is not weakened by SHA-1's collisions.")]
    private static string CodeOf(ReadOnlySpan<byte> secret, long step)
    {
        Span<byte> counter = stackalloc byte[8];
        BinaryPrimitives.WriteInt64BigEndian(counter, step);
        Span<byte> mac = stackalloc byte[20];
        HMACSHA1.HashData(secret, counter, mac);
        var binary = BinaryPrimitives.ReadInt32BigEndian(mac[(mac[19] & 0xf)..]) & 0x7fffffff;
        return (binary % Modulus).ToString("D6", CultureInfo.InvariantCulture);
    }
}
