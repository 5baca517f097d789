using System.Buffers;

namespace ReportingService.Scrubbing;

/// <summary>
/// Bytes that say nothing: zeros, FF, blanks. They are cut away like everything else, but not told as hidden data: a reporter
/// would be frightened by nothing.
/// </summary>
internal static class Padding
{
    private static readonly SearchValues<byte> Nothing = SearchValues.Create(0x00, 0xFF, (byte)' ', (byte)'\r', (byte)'\n', (byte)'\t');

    /// <summary>True when there is nothing but padding.</summary>
    public static bool Is(ReadOnlySpan<byte> bytes) => !bytes.ContainsAnyExcept(Nothing);

    /// <summary>Skips that many bytes and says whether they were padding.</summary>
    public static async ValueTask<bool> SkipAsync(ScrubReader input, long count)
    {
        var padding = true;
        while (count > 0)
        {
            await input.RequireAsync(1);
            var take = (int)Math.Min(count, input.Buffered.Length);
            padding = padding && Is(input.Buffered[..take]);
            input.Consume(take);
            count -= take;
        }

        return padding;
    }

    /// <summary>Skips all that is left and says whether it was padding.</summary>
    public static async ValueTask<bool> DrainAsync(ScrubReader input)
    {
        var padding = true;
        while (await input.FillAsync(1) > 0)
        {
            padding = padding && Is(input.Buffered);
            input.Consume(input.Buffered.Length);
        }

        return padding;
    }
}
