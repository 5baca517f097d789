using System.ComponentModel.DataAnnotations;

namespace ReportingService.StaffConsole;

/// <summary>Settings of the console (section <c>StaffConsole</c>).</summary>
public sealed class StaffConsoleOptions
{
    /// <summary>The address staff use. With https, cookies carry the <c>__Host-</c> prefix and are sent over TLS only.</summary>
    [Required]
    public string Url { get; set; } = "http://localhost:5081";

    /// <summary>Folder for the one-use administrator link of a first start; empty switches it off.</summary>
    public string FirstStartFolder { get; set; } = "";

    /// <summary>After this long without use a session's keys are zeroed and its open pages cover themselves.</summary>
    public TimeSpan IdleLimit { get; set; } = TimeSpan.FromMinutes(30);

    /// <summary>So long before the end an open page says that it comes.</summary>
    public TimeSpan WarnBefore { get; set; } = TimeSpan.FromMinutes(3);

    /// <summary>After this long a session ends, used or not.</summary>
    public TimeSpan SessionLimit { get; set; } = TimeSpan.FromHours(12);

    /// <summary>Rows of a page of the queue.</summary>
    [Range(1, 500)]
    public int QueuePage { get; set; } = 50;

    /// <summary>How often the database is asked for changes that the bus did not bring.</summary>
    public TimeSpan PollEvery { get; set; } = TimeSpan.FromSeconds(2);

    /// <summary>Whether staff reach the console over TLS.</summary>
    public bool Https => Url.StartsWith("https://", StringComparison.OrdinalIgnoreCase);
}
