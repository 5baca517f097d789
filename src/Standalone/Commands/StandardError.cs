namespace ReportingService.Standalone.Commands;

/// <summary>What an operator reads when something is refused.</summary>
internal static class StandardError
{
    /// <summary>Prints one sentence and returns <paramref name="exitCode"/>.</summary>
    public static int Say(string sentence, int exitCode = 1)
    {
        Console.Error.WriteLine(sentence);
        return exitCode;
    }

    /// <summary>A file that was named is not there: asked wrongly, whatever the command.</summary>
    public static int NoFile(string path) => Say($"There is no file {path}.", CommandLine.AskedWrongly);
}
