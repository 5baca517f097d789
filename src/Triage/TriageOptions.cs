using System.ComponentModel.DataAnnotations;

namespace ReportingService.Triage;

/// <summary>Section <c>Triage</c>.</summary>
public sealed class TriageOptions
{
    /// <summary>Folder of the router's private keys, readable by this process alone. Holds <c>router-identity.key</c> from the making of the roots.</summary>
    [Required]
    public string KeyFolder { get; set; } = "";

    /// <summary>Age at which an epoch is replaced.</summary>
    [Range(0.01, 1440)]
    public double RotateMinutes { get; set; } = 15;

    /// <summary>How long a replaced epoch still opens: longer than any sender keeps a key in hand.</summary>
    [Range(0.01, 1440)]
    public double KeepSupersededMinutes { get; set; } = 10;

    /// <summary>Days until a withdrawn report is destroyed.</summary>
    [Range(0, 365)]
    public int WithdrawnDays { get; set; } = 7;

    /// <summary>Days until a closed report is destroyed.</summary>
    [Range(1, 36500)]
    public int ClosedDays { get; set; } = 365;

    /// <summary>How often expiry and orphaned blobs are looked at.</summary>
    [Range(0.01, 1440)]
    public double HousekeepingMinutes { get; set; } = 10;

    /// <summary>How often waiting reports are looked at.</summary>
    [Range(0.05, 600)]
    public double AlarmSeconds { get; set; } = 30;

    /// <summary>Most reports that share one transaction; a few such portions are on the way at once.</summary>
    [Range(1, 256)]
    public int RoutedAtOnce { get; set; } = 32;
}
