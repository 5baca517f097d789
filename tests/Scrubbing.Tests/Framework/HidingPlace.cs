namespace ReportingService.Scrubbing.Tests;

/// <summary>A place of a format where a secret can stand, the rule that removes it, and how to put it there.</summary>
internal sealed record HidingPlace(string Name, string Rule, Func<byte[], byte[]> Plant)
{
    /// <summary>The place ends at the first zero byte, so only encodings without zeros fit.</summary>
    public bool TextOnly { get; init; }

    /// <summary>False where the place changes something that stays, so the result differs from that of the plain file.</summary>
    public bool SameAsPlain { get; init; } = true;
}
