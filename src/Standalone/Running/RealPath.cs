namespace ReportingService.Standalone.Running;

/// <summary>Where a path leads when every link on the way is followed, whether or not something is there yet.</summary>
internal static class RealPath
{
    private const int ManyLinks = 40;

    /// <summary>The folder or file itself, written in one way.</summary>
    /// <exception cref="IOException">Links lead round in a circle.</exception>
    public static string Of(string path)
    {
        var links = ManyLinks;
        return Follow(Path.GetFullPath(path), ref links);
    }

    /// <summary>Whether two names mean one place.</summary>
    public static bool Same(string one, string other) => Of(one) == Of(other);

    /// <summary>Whether a place lies in a folder, at any depth, or is that folder.</summary>
    public static bool IsIn(string inner, string outer)
    {
        var (place, folder) = (Of(inner), Of(outer));
        return place == folder || place.StartsWith(Path.EndsInDirectorySeparator(folder) ? folder : folder + Path.DirectorySeparatorChar, StringComparison.Ordinal);
    }

    /// <summary>Whether one of two folders lies in the other, or both are one.</summary>
    public static bool Overlap(string one, string other) => IsIn(one, other) || IsIn(other, one);

    private static string Follow(string full, ref int links)
    {
        full = Path.TrimEndingDirectorySeparator(full);
        if (Path.GetDirectoryName(full) is not { } parent)
        {
            return full;
        }

        var here = new FileInfo(Path.Combine(Follow(parent, ref links), Path.GetFileName(full)));
        if (here.LinkTarget is null)
        {
            return here.FullName;
        }

        return links-- > 0 ? Follow(here.ResolveLinkTarget(returnFinalTarget: false)!.FullName, ref links) : throw new IOException($"Too many links on the way to {full}.");
    }
}
