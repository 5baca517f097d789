namespace ReportingService.Scrubbing;

/// <summary>The stable text form of refusal codes.</summary>
public static class RefusalCodes
{
    /// <summary>For example <c>not_supported</c>.</summary>
    public static string Text(this RefusalCode code) => code switch
    {
        RefusalCode.NotSupported => "not_supported",
        RefusalCode.Damaged => "damaged",
        RefusalCode.TooLarge => "too_large",
        RefusalCode.TooComplex => "too_complex",
        RefusalCode.Encrypted => "encrypted",
        RefusalCode.MixedContent => "mixed_content",
        RefusalCode.UnsafeStructure => "unsafe_structure",
        RefusalCode.VerifyFailed => "verify_failed",
        RefusalCode.Busy => "busy",
        _ => throw new ArgumentOutOfRangeException(nameof(code)),
    };
}
