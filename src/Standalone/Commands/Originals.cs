using ReportingService.Scrubbing;
using ReportingService.Standalone.Running;

namespace ReportingService.Standalone.Commands;

/// <summary>
/// Threat: the only copy of an original is written over with what is left of it. Two names for one place (a slash at the end, a
/// link on the way, a folder in the other) are one place here.
/// </summary>
internal static class Originals
{
    /// <summary>The sentence that says why OUT is refused, before anything is written; null when every original stays as it is.</summary>
    public static string? Endangered(string input, string output)
    {
        if (RealPath.Same(input, output))
        {
            return "IN and OUT are the same. Name another OUT: the original stays as it is.";
        }

        var single = File.Exists(input);
        if (!single && RealPath.IsIn(output, input))
        {
            return $"OUT, {Path.GetFullPath(output)}, lies in IN: the next time it would be scrubbed with the rest. Name an OUT elsewhere.";
        }

        // The last part of a name is replaced, never followed; the folders before it are followed.
        var originals = (single ? [input] : Files(input)).Select(Place).ToHashSet(StringComparer.Ordinal);
        return (single ? [output] : Files(input).Select(file => Path.Combine(output, Path.GetRelativePath(input, file))))
            .SelectMany(copy => new[] { copy, copy + MetadataScrubber.UnfinishedSuffix })
            .FirstOrDefault(written => originals.Contains(Place(written))) is { } lost
                ? $"{lost} is one of the originals and would be written over. Name an OUT elsewhere: the originals stay as they are."
                : null;
    }

    /// <summary>As the remover lists them: links are not followed.</summary>
    private static IEnumerable<string> Files(string folder)
        => Directory.EnumerateFiles(folder, "*", new EnumerationOptions { RecurseSubdirectories = true, AttributesToSkip = FileAttributes.ReparsePoint });

    private static string Place(string file) => Path.Combine(RealPath.Of(Path.GetDirectoryName(Path.GetFullPath(file))!), Path.GetFileName(file));
}
