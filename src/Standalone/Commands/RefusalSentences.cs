using ReportingService.Scrubbing;

namespace ReportingService.Standalone.Commands;

/// <summary>Why a file was refused, for who runs <c>scrub</c>: what is wrong with it and, where there is something, what to do.</summary>
internal static class RefusalSentences
{
    public static string Of(RefusalCode code) => code switch
    {
        RefusalCode.NotSupported => "It is not one of the formats that can be cleaned, or a rare kind of one. Save it as JPEG, PNG, MP4 or MP3 and try again.",
        RefusalCode.Damaged => "It ends early or contradicts its own format. Copy it again from where it came from.",
        RefusalCode.TooLarge => "It has more bytes or picture points than are allowed.",
        RefusalCode.TooComplex => "It has too many parts, or took too long.",
        RefusalCode.Encrypted => "It is locked, so what is in it cannot be checked. Save it without a password.",
        RefusalCode.MixedContent => "Another kind of file is hidden in it.",
        RefusalCode.UnsafeStructure => "Its parts overlap, point outside it or hide bytes where no reader looks.",
        RefusalCode.VerifyFailed => "The second reader found something in the result that is not allowed there, so nothing was written.",
        RefusalCode.Busy => "Memory or scratch space is used up. Try again later.",
        _ => "It could not be cleaned for certain.",
    };
}
