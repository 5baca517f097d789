namespace ReportingService.Scrubbing.Formats.Mp4;

/// <summary>Guesses what was in a part that is left out, for the report only: nothing depends on it.</summary>
internal static class MetadataTally
{
    public static void Count(ReadOnlySpan<byte> part, ScrubContext context)
    {
        if (part.Length <= 8 || !part[8..].ContainsAnyExcept((byte)0))
        {
            return;
        }

        var found = false;
        found |= Look(part, RemovalKind.Place, context, "\u00A9xyz", "loci", "ISO6709", "GPS", "gps");
        found |= Look(part, RemovalKind.Time, context, "\u00A9day", "creationdate", "CreateDate", "date");
        found |= Look(part, RemovalKind.Device, context, "\u00A9mak", "\u00A9mod", ".make", ".model", "manufacturer", "CNMN");
        found |= Look(part, RemovalKind.Software, context, "\u00A9swr", "\u00A9too", "software", "encoder", "Lavf");
        found |= Look(part, RemovalKind.People, context, "\u00A9ART", "\u00A9aut", "auth", "artist", "author", "\u00A9nam", "cprt", "\u00A9cmt");
        found |= Look(part, RemovalKind.Thumbnail, context, "covr", "thmb", "JFIF");
        found |= Look(part, RemovalKind.Serial, context, "identifier", "serial", "SERIAL", "\u00A9uid");
        if (!found)
        {
            context.Removed.Add(RemovalKind.Other);
        }
    }

    private static bool Look(ReadOnlySpan<byte> part, RemovalKind kind, ScrubContext context, params ReadOnlySpan<string> marks)
    {
        Span<byte> bytes = stackalloc byte[16];
        foreach (var mark in marks)
        {
            var length = System.Text.Encoding.Latin1.GetBytes(mark, bytes);
            if (part.IndexOf(bytes[..length]) >= 0)
            {
                context.Removed.Add(kind);
                return true;
            }
        }

        return false;
    }
}
