namespace ReportingService.Scrubbing;

/// <summary>
/// The removal rules by name (<c>jpeg.comment</c>). In the product all hold; the mutation run switches one off at a time and
/// expects a planted-secret test to fail.
/// </summary>
internal sealed class ScrubRules
{
    private readonly string? off;

    private ScrubRules(string? off) => this.off = off;

    public static ScrubRules All { get; } = new(null);

    /// <summary>Lets faults of our own code surface in tests instead of refusing with <c>damaged</c>.</summary>
    public bool SurfaceFaults { get; init; }

    public static ScrubRules Without(string rule) => new(rule);

    public static ScrubRules Surfacing() => new(null) { SurfaceFaults = true };

    /// <summary>True when the rule is in force.</summary>
    public bool Hold(string rule) => off is null || off != rule;
}
