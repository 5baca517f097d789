namespace ReportingService.StaffConsole.PreviewFile;

/// <summary>Whether this machine can make previews, tried once and in earnest: a child is started in the walls.</summary>
public sealed partial class PreviewTools(ILogger<PreviewTools> logger)
{
    private readonly Lazy<Task<string?>> missing = new(() => FindMissingAsync(logger));

    /// <summary>Code of what is missing (<c>sandbox</c>, <c>namespaces</c>, <c>decoder</c>); null when previews can be made.</summary>
    public Task<string?> MissingAsync() => missing.Value;

    private static async Task<string?> FindMissingAsync(ILogger logger)
    {
        var code = !File.Exists("/usr/bin/bwrap") || !File.Exists("/usr/bin/prlimit") ? "sandbox"
            : !File.Exists("/usr/bin/ffmpeg") ? "decoder"
            : await PreviewSandbox.RunAsync("cat", new MemoryStream([1]), CancellationToken.None) is [1] ? null
            : "namespaces";
        if (code is not null)
        {
            Missing(logger, code);
        }

        return code;
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "No previews of photos, films and sounds can be made here; missing: {What}. Files themselves can be opened.")]
    private static partial void Missing(ILogger logger, string what);
}
