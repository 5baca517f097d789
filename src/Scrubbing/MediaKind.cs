namespace ReportingService.Scrubbing;

/// <summary>What a person sees or hears in the file.</summary>
public enum MediaKind
{
    /// <summary>A still or animated picture.</summary>
    Picture,
    /// <summary>Moving pictures, with or without sound.</summary>
    Video,
    /// <summary>Sound only.</summary>
    Sound,
}
