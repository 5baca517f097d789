namespace ReportingService.Scrubbing.InStream;

/// <summary>
/// Motion JPEG: every frame is a whole JPEG, so every frame may carry Exif and comments. Their payloads are zeroed up to the
/// scan; bytes after the end of the picture too.
/// </summary>
internal static class JpegFrameCleaner
{
    public static void Clean(Span<byte> frame, ScrubContext context)
    {
        if (frame.Length < 4 || frame[0] != 0xFF || frame[1] != 0xD8)
        {
            throw RefusedException.Damaged("A motion JPEG frame without its start.");
        }

        var at = 2;
        while (true)
        {
            while (at + 1 < frame.Length && frame[at] == 0xFF && frame[at + 1] == 0xFF)
            {
                at++;
            }

            if (at + 4 > frame.Length || frame[at] != 0xFF)
            {
                throw RefusedException.Damaged("A motion JPEG frame with bytes between segments.");
            }

            var marker = frame[at + 1];
            if (marker == 0xD9)
            {
                frame[(at + 2)..].Clear();
                return;
            }

            if (marker is 0xD8 or (>= 0xD0 and <= 0xD7))
            {
                at += 2;
                continue;
            }

            var length = (frame[at + 2] << 8) | frame[at + 3];
            if (length < 2 || at + 2 + length > frame.Length)
            {
                throw RefusedException.Damaged("A motion JPEG segment is longer than its frame.");
            }

            var payload = frame.Slice(at + 4, length - 2);
            at += 2 + length;
            if (marker == 0xDA)
            {
                if (!PassScan(frame, ref at))
                {
                    return;
                }
            }
            else if (marker is 0xFE or (>= 0xE1 and <= 0xED) or 0xEF or (>= 0xF0 and <= 0xFD)
                || (marker == 0xE0 && !IsPlainApp0(payload)) || (marker == 0xEE && !(payload.Length == 12 && payload[..5].SequenceEqual("Adobe"u8))))
            {
                if (payload.ContainsAnyExcept((byte)0))
                {
                    context.Removed.Add(RemovalKind.Software);
                    payload.Clear();
                }
            }
        }
    }

    private static bool IsPlainApp0(ReadOnlySpan<byte> payload) =>
        (payload.Length == 14 && payload[..5].SequenceEqual("JFIF\0"u8)) || (payload.Length == 14 && payload[..4].SequenceEqual("AVI1"u8));

    private static bool PassScan(Span<byte> frame, ref int at)
    {
        while (true)
        {
            var next = frame[at..].IndexOf((byte)0xFF);
            if (next < 0 || at + next + 1 >= frame.Length)
            {
                return false;
            }

            at += next;
            if (frame[at + 1] is 0 or (>= 0xD0 and <= 0xD7))
            {
                at += 2;
            }
            else if (frame[at + 1] == 0xFF)
            {
                at++;
            }
            else if (frame[at + 1] == 0xD9)
            {
                frame[(at + 2)..].Clear();
                return false;
            }
            else
            {
                return true;
            }
        }
    }
}
