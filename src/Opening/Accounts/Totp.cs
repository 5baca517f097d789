namespace ReportingService.Opening;

/// <summary>Time-based one-time codes: RFC 6238 with HMAC-SHA1, 30 seconds, 6 digits, as authenticator apps expect.</summary>
public static class Totp
{
    /// <summary>
    /// Checks a typed code, one step before and after allowed. Returns the step to store as the account's last used one, or null.
    /// Threat: a code seen over a shoulder is used again within its minute; steps up to <paramref name="lastUsedStep"/> are refused.
    /// </summary>
    public static long? Check(ReadOnlySpan<byte> secret, string? typed, DateTimeOffset now, long lastUsedStep) => throw new NotSupportedException();

    /// <summary>The code of a moment (tests, demo).</summary>
    public static string CodeAt(ReadOnlySpan<byte> secret, DateTimeOffset moment) => throw new NotSupportedException();

    /// <summary>The secret in base32 (RFC 4648, no padding), for typing into an authenticator.</summary>
    public static string ToBase32(ReadOnlySpan<byte> secret) => throw new NotSupportedException();

    /// <summary>The text of the QR code: <c>otpauth://totp/...</c>.</summary>
    public static string Uri(ReadOnlySpan<byte> secret, string issuer, string userName) => throw new NotSupportedException();
}
