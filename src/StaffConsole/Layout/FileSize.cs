using System.Globalization;

namespace ReportingService.StaffConsole.Layout;

/// <summary>A number of bytes as people read it.</summary>
public static class FileSize
{
    /// <summary>For example <c>3.4 MB</c>.</summary>
    public static string Say(long bytes) => bytes switch
    {
        < 1024 * 1024 => string.Create(CultureInfo.InvariantCulture, $"{Math.Max(1, bytes / 1024)} KB"),
        < 1024L * 1024 * 1024 => string.Create(CultureInfo.InvariantCulture, $"{bytes / 1024.0 / 1024:0.0} MB"),
        _ => string.Create(CultureInfo.InvariantCulture, $"{bytes / 1024.0 / 1024 / 1024:0.0} GB"),
    };
}
