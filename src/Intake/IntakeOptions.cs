using System.ComponentModel.DataAnnotations;

namespace ReportingService.Intake;

/// <summary>Section <c>Intake</c>.</summary>
public sealed class IntakeOptions
{
    /// <summary>The key that signs form tokens; shared by all processes of the citizen site. Without it tokens end with the process.</summary>
    public string? FormTokenKeyFile { get; set; }

    /// <summary>Where "leave this page" goes: a harmless page of somebody else.</summary>
    [Required]
    [Url]
    public string ExitUrl { get; set; } = "https://www.wikipedia.org/";

    /// <summary>How many requests may bring files at once.</summary>
    [Range(1, 10_000)]
    public int UploadPlaces { get; set; } = 64;

    /// <summary>The site's onion address, shown in the advice; empty when there is none.</summary>
    public string OnionAddress { get; set; } = string.Empty;
}
