namespace ReportingService.Scrubbing.InStream;

/// <summary>
/// Parameter sets of H.264 and H.265 end where their syntax ends. Bits behind it, and extensions that the standards reserve and
/// tell decoders to ignore, are a hiding place in every file; here they go. What the reader does not understand to its end stays
/// as it is: a decoder would stumble where we do.
/// </summary>
internal static class ParameterSetTail
{
    public const string Rule = "stream.parameter-sets";

    /// <summary>The unit without what stands behind its syntax.</summary>
    /// <param name="unit">One NAL unit without its length.</param>
    /// <param name="hevc">H.265, else H.264.</param>
    /// <param name="context">Told when something was cut.</param>
    /// <param name="stream">What a picture parameter set of H.264 depends on; null when not known.</param>
    public static byte[] Cut(ReadOnlySpan<byte> unit, bool hevc, ScrubContext context, AvcStream? stream = null)
    {
        var header = hevc ? 2 : 1;
        if (unit.Length <= header || !context.Rules.Hold(Rule))
        {
            return unit.ToArray();
        }

        var whole = RbspBits.Unescape(unit[header..]);
        var bits = new RbspBits([.. whole]);
        var end = hevc ? HevcParameterSet.End(bits, (unit[0] >> 1) & 0x3F) : AvcParameterSet.End(bits, unit[0] & 0x1F, stream);
        if (end is not { } at || bits.Ended || (IsTrailing(bits.Payload, at) && whole.AsSpan().SequenceEqual(bits.Payload)))
        {
            return unit.ToArray();
        }

        context.Removed.Add(RemovalKind.Other);
        byte[] payload = at / 8 < bits.Payload.Length ? bits.Payload[..((at / 8) + 1)] : [.. bits.Payload, 0];
        payload[^1] = (byte)((payload[^1] | (0x80 >> (at & 7))) & (0xFF80 >> (at & 7)));
        return RbspBits.Escape(unit[..header], payload);
    }

    /// <summary>The same at the same length, inside a sample: zeros behind the stop bit are passed over.</summary>
    public static void CutInPlace(Span<byte> unit, bool hevc, ScrubContext context)
    {
        var cut = Cut(unit, hevc, context);
        if (cut.Length < unit.Length)
        {
            cut.CopyTo(unit);
            unit[cut.Length..].Clear();
        }
    }

    /// <summary>True when only the stop bit and zeros follow, or nothing at all.</summary>
    private static bool IsTrailing(byte[] payload, int at)
    {
        if (at >= payload.Length * 8)
        {
            return true;
        }

        var first = payload[at / 8] & (0xFF >> (at & 7));
        return first == 0x80 >> (at & 7) && !payload.AsSpan((at / 8) + 1).ContainsAnyExcept((byte)0);
    }
}
