namespace ReportingService.Scrubbing.Formats.Mp3;

/// <summary>The last frame of a recording that was broken off, as far as it goes: decoders play it.</summary>
internal static class CutFrame
{
    private const int LongestWord = 10;

    /// <summary>
    /// True for the beginning of a frame whose sound does not read like a tag or text; its header alone will do, decoders play silence
    /// then. Behind its sound the reservoir is cleared, so only the sound is looked at.
    /// </summary>
    // Threat: tags behind such a frame would pass for its sound, so whatever reads like one makes the frame go.
    public static bool Is(ReadOnlySpan<byte> rest, Mp3Header first, out Mp3Header header)
    {
        if (!Mp3Header.TryRead(rest, out header) || !header.Continues(first) || rest.Length >= header.Size)
        {
            return false;
        }

        var end = Math.Min(header.MainAt + BitReservoir.SoundInside(rest, header), rest.Length);
        var sound = rest[Math.Min(header.SideAt, end)..end];
        return !IsTag(sound) && !HasWord(sound);
    }

    private static bool IsTag(ReadOnlySpan<byte> sound) =>
        sound.IndexOf("TAG"u8) >= 0 || sound.IndexOf("ID3"u8) >= 0 || sound.IndexOf("APE"u8) >= 0 || sound.IndexOf("LYR"u8) >= 0;

    private static bool HasWord(ReadOnlySpan<byte> sound)
    {
        var run = 0;
        foreach (var b in sound)
        {
            // Zeros neither count nor end a word, so that wide characters are seen too.
            run = b is >= 0x20 and <= 0x7E ? run + 1 : b == 0 ? run : 0;
            if (run >= LongestWord)
            {
                return true;
            }
        }

        return false;
    }
}
