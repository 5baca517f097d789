namespace ReportingService.StaffConsole.PreviewFile;

/// <summary>What a preview of a file is.</summary>
public enum PreviewKind
{
    /// <summary>A photo, or a moment of a film: JPEG, at most 1,280 pixels wide and high.</summary>
    Still,

    /// <summary>The first seconds of a film: MP4, at most 640 pixels wide and high, 15 pictures a second.</summary>
    Clip,

    /// <summary>The loudness of a sound over its first ten minutes: PNG, 800 x 120.</summary>
    Waveform,
}
