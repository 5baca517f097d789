namespace ReportingService.Opening.Tests.Accounts;

public sealed class TotpTests
{
    private static readonly byte[] Secret = "12345678901234567890"u8.ToArray();

    /// <summary>RFC 6238, Appendix B, SHA-1; the last six of its eight digits.</summary>
    [Theory]
    [InlineData(59L, "287082")]
    [InlineData(1111111109L, "081804")]
    [InlineData(1111111111L, "050471")]
    [InlineData(1234567890L, "005924")]
    [InlineData(2000000000L, "279037")]
    [InlineData(20000000000L, "353130")]
    public void CodeAt_RfcTimes_GivesTheRfcsCodes(long seconds, string code)
        => Assert.Equal(code, Totp.CodeAt(Secret, DateTimeOffset.FromUnixTimeSeconds(seconds)));

    [Fact]
    public void Check_OneStepAround_IsAcceptedOnceAndNeverBackwards()
    {
        var now = DateTimeOffset.FromUnixTimeSeconds(1_700_000_010);
        var step = 1_700_000_010 / 30;
        foreach (var (seconds, expected) in new (int, long?)[] { (-60, null), (-30, step - 1), (0, step), (30, step + 1), (60, null) })
        {
            Assert.Equal(expected, Totp.Check(Secret, Totp.CodeAt(Secret, now.AddSeconds(seconds)), now, 0));
        }

        var used = Totp.Check(Secret, Totp.CodeAt(Secret, now), now, 0)!.Value;
        Assert.Null(Totp.Check(Secret, Totp.CodeAt(Secret, now), now, used));
        Assert.Null(Totp.Check(Secret, Totp.CodeAt(Secret, now.AddSeconds(-30)), now, used));
        Assert.Equal(step + 1, Totp.Check(Secret, Totp.CodeAt(Secret, now.AddSeconds(30)), now, used));

        // Only a code that was good can be called used.
        Assert.True(Totp.IsUsed(Secret, Totp.CodeAt(Secret, now), now, used));
        Assert.False(Totp.IsUsed(Secret, Totp.CodeAt(Secret, now.AddSeconds(30)), now, used));
        Assert.False(Totp.IsUsed(Secret, Totp.CodeAt(Secret, now.AddSeconds(-90)), now, used));
        Assert.False(Totp.IsUsed(Secret, null, now, used));
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("12345")]
    [InlineData("1234567")]
    [InlineData("abcdef")]
    [InlineData("٢٨٧٠٨٢")]
    public void Check_NotSixDigits_IsRefused(string? typed)
        => Assert.Null(Totp.Check(Secret, typed, DateTimeOffset.FromUnixTimeSeconds(59), 0));

    [Fact]
    public void Check_WithASpace_IsAccepted()
        => Assert.NotNull(Totp.Check(Secret, " 287 082 ", DateTimeOffset.FromUnixTimeSeconds(59), -1));

    /// <summary>RFC 4648, 10, without padding.</summary>
    [Theory]
    [InlineData("", "")]
    [InlineData("f", "MY")]
    [InlineData("fo", "MZXQ")]
    [InlineData("foo", "MZXW6")]
    [InlineData("foob", "MZXW6YQ")]
    [InlineData("fooba", "MZXW6YTB")]
    [InlineData("foobar", "MZXW6YTBOI")]
    public void ToBase32_RfcTexts_GivesTheRfcsLetters(string text, string letters)
        => Assert.Equal(letters, Totp.ToBase32(System.Text.Encoding.ASCII.GetBytes(text)));

    [Fact]
    public void Uri_ForAnApp_IsEscaped()
        => Assert.Equal(
            "otpauth://totp/Lajm%C3%ABro%20Policin%C3%AB:officer.gjilan?secret=GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ&issuer=Lajm%C3%ABro%20Policin%C3%AB&algorithm=SHA1&digits=6&period=30",
            Totp.Uri(Secret, "Lajmëro Policinë", "officer.gjilan"));
}
