namespace ReportingService.Scrubbing;

/// <summary>Why a file was refused. The text forms (<see cref="RefusalCodes.Text"/>) are stable and may be stored.</summary>
public enum RefusalCode
{
    /// <summary>Not one of the formats on the list, or a variant of one that nobody can prove clean.</summary>
    NotSupported,
    /// <summary>The file ends early or contradicts its own format.</summary>
    Damaged,
    /// <summary>More bytes or pixels than <see cref="ScrubLimits"/> allows.</summary>
    TooLarge,
    /// <summary>More parts, deeper nesting or larger tables than <see cref="ScrubLimits"/> allows, or it took too long.</summary>
    TooComplex,
    /// <summary>The media inside is encrypted, so what is in it cannot be checked.</summary>
    Encrypted,
    /// <summary>Two kinds of file in one, or media of a kind that does not belong into the container.</summary>
    MixedContent,
    /// <summary>Parts overlap, point outside the file or hide bytes where no reader looks.</summary>
    UnsafeStructure,
    /// <summary>The second reader found something in the result that is not on the allow-list.</summary>
    VerifyFailed,
    /// <summary>The shared budget of memory or scratch space is used up; try again later.</summary>
    Busy,
}
