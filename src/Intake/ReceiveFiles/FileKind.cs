namespace ReportingService.Intake.ReceiveFiles;

/// <summary>What a file is, in the words of who sent it.</summary>
public static class FileKind
{
    /// <summary><c>photo</c>, <c>video</c> or <c>sound</c>.</summary>
    public static string Of(string mediaType) => mediaType.Split('/')[0] switch
    {
        "video" => "video",
        "audio" => "sound",
        _ => "photo",
    };
}
