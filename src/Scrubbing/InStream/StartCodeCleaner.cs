namespace ReportingService.Scrubbing.InStream;

/// <summary>
/// MPEG-4 part 2 and MPEG-1/2 video: user_data (start code B2, ISO/IEC 14496-2 6.2.2.2.1) is overwritten up to the next start
/// code. Only the bare encoder marks on which decoders base workarounds survive, with nothing behind them.
/// </summary>
internal static class StartCodeCleaner
{
    private static ReadOnlySpan<byte> Mark => [0, 0, 1, 0xB2];

    private static ReadOnlySpan<byte> Prefix => [0, 0, 1];

    public static void Clean(Span<byte> sample, ScrubContext context)
    {
        while (true)
        {
            var at = sample.IndexOf(Mark);
            if (at < 0)
            {
                return;
            }

            sample = sample[(at + 4)..];
            var end = sample.IndexOf(Prefix);
            var text = end < 0 ? sample : sample[..end];
            var keep = MarkLength(text);
            if (text[keep..].ContainsAnyExcept((byte)' '))
            {
                // Threat: encoder names, and in some cameras positions and serial numbers, travel as user data.
                context.Removed.Add(RemovalKind.Software);
                text[keep..].Fill((byte)' ');
            }

            sample = sample[text.Length..];
        }
    }

    // "XviD0046" and "DivX503b1393p" decide which inverse transform and which B-frame packing a decoder uses.
    private static int MarkLength(ReadOnlySpan<byte> text)
    {
        if (text.Length >= 8 && text[..4].SequenceEqual("XviD"u8) && !text[4..8].ContainsAnyExceptInRange((byte)'0', (byte)'9'))
        {
            return 8;
        }

        if (text.Length >= 13 && text[..4].SequenceEqual("DivX"u8) && !text[4..7].ContainsAnyExceptInRange((byte)'0', (byte)'9')
            && text[7] == 'b' && !text[8..12].ContainsAnyExceptInRange((byte)'0', (byte)'9') && text[12] == 'p')
        {
            return 13;
        }

        return 0;
    }
}
