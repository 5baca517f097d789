namespace ReportingService.Scrubbing.InStream;

/// <summary>
/// Length-prefixed NAL units (ISO/IEC 14496-15). Kept: slices, parameter sets, delimiters. Supplemental information
/// (ITU-T H.264 annex D, H.265 annex D), filler and unspecified units are overwritten with filler of the same length.
/// </summary>
internal static class NalCleaner
{
    private const int AvcSei = 6;
    private const int AvcFiller = 12;
    private const int HevcPrefixSei = 39;
    private const int HevcSuffixSei = 40;
    private const int HevcFiller = 38;
    private const int RecoveryPoint = 6;
    private const int FillerPayload = 3;

    public static void Clean(Span<byte> sample, int lengthSize, bool hevc, ScrubContext context)
    {
        while (sample.Length > 0)
        {
            if (sample.Length < lengthSize)
            {
                // Some muxers leave one to three zero bytes behind; nothing can hide in zeros.
                sample.Clear();
                return;
            }

            long length = 0;
            for (var i = 0; i < lengthSize; i++)
            {
                length = (length << 8) | sample[i];
            }

            sample = sample[lengthSize..];
            if (length > sample.Length)
            {
                throw RefusedException.Damaged("A NAL unit is longer than its sample.");
            }

            if (length > 0)
            {
                CleanUnit(sample[..(int)length], hevc, context);
            }

            sample = sample[(int)length..];
        }
    }

    /// <summary>Cleans one unit without its length.</summary>
    public static void CleanUnit(Span<byte> unit, bool hevc, ScrubContext context)
    {
        if (hevc)
        {
            CleanHevc(unit, context);
        }
        else
        {
            CleanAvc(unit, context);
        }
    }

    private static void CleanAvc(Span<byte> unit, ScrubContext context)
    {
        switch (unit[0] & 0x1F)
        {
            case 1 or 2 or 3 or 4 or 5:
                return;
            case 7 or 8:
                ParameterSetTail.CutInPlace(unit, false, context);
                return;
            case 9:
                // The delimiter is one byte; more would be a hiding place.
                if (unit.Length > 2)
                {
                    unit[2..].Clear();
                }

                return;
            case 10 or 11:
                unit[1..].Clear();
                return;
            case AvcSei:
                CleanSei(unit, 1, context);
                return;
            default:
                // Threat: extensions (13, 14, 15, 19, 20, 21) hold another picture that players do not show: a second camera's view.
                Fill(unit, 1);
                unit[0] = AvcFiller;
                return;
        }
    }

    private static void CleanHevc(Span<byte> unit, ScrubContext context)
    {
        if (unit.Length < 2)
        {
            unit.Clear();
            return;
        }

        var type = (unit[0] >> 1) & 0x3F;
        var layer = ((unit[0] & 1) << 5) | (unit[1] >> 3);

        // Threat: a second layer holds another picture (a second camera's view, or the unedited original).
        if (layer == 0)
        {
            switch (type)
            {
                case <= 9 or (>= 16 and <= 21):
                    return;
                case 32 or 33 or 34:
                    ParameterSetTail.CutInPlace(unit, true, context);
                    return;
                case 35:
                    if (unit.Length > 3)
                    {
                        unit[3..].Clear();
                    }

                    return;
                case 36 or 37:
                    unit[2..].Clear();
                    return;
                case HevcPrefixSei or HevcSuffixSei:
                    CleanSei(unit, 2, context);
                    return;
            }
        }

        Fill(unit, 2);
        unit[0] = HevcFiller << 1;
        unit[1] = 1;
    }

    private static void Fill(Span<byte> unit, int header)
    {
        if (unit.Length > header)
        {
            unit[header..].Fill(0xFF);
            unit[^1] = 0x80;
        }
    }

    /// <summary>
    /// Keeps the recovery point (decoders need it to start in open groups of pictures) and turns the rest into filler
    /// payload messages.
    /// </summary>
    private static void CleanSei(Span<byte> unit, int header, ScrubContext context)
    {
        // Threat: user data registered or unregistered carries encoder settings, GPS tracks, camera serials and captions.
        Span<byte> recovery = stackalloc byte[8];
        var kept = header == 1 ? FindRecoveryPoint(unit[header..], recovery) : 0;
        var body = unit[header..];
        if (IsClean(body, kept))
        {
            return;
        }

        context.Removed.Add(RemovalKind.Software);
        var at = 0;
        if (kept > 0)
        {
            body[0] = RecoveryPoint;
            body[1] = (byte)kept;
            recovery[..kept].CopyTo(body[2..]);
            at = 2 + kept;
            if (body.Length - at - 1 == 1)
            {
                // One byte cannot hold a message: the recovery point takes it as padding.
                body[1]++;
                body[at++] = 0;
            }
        }

        var rest = body.Length - at - 1;
        if (rest < 0)
        {
            body.Clear();
            return;
        }

        if (rest == 1)
        {
            body[at] = 0x80;
            body[at + 1] = 0;
            return;
        }

        while (rest > 0)
        {
            var piece = Math.Min(rest, 256);
            if (rest - piece == 1)
            {
                piece--;
            }

            body[at] = FillerPayload;
            body[at + 1] = (byte)(piece - 2);
            body.Slice(at + 2, piece - 2).Fill(0xFF);
            at += piece;
            rest -= piece;
        }

        body[at] = 0x80;
    }

    private static int FindRecoveryPoint(ReadOnlySpan<byte> body, Span<byte> payload)
    {
        var at = 0;
        while (at + 2 < body.Length && body[at] != 0x80)
        {
            var type = 0;
            while (at < body.Length && body[at] == 0xFF)
            {
                type += 255;
                at++;
            }

            type += at < body.Length ? body[at++] : 0;
            var size = 0;
            while (at < body.Length && body[at] == 0xFF)
            {
                size += 255;
                at++;
            }

            size += at < body.Length ? body[at++] : 0;
            if (type == RecoveryPoint && size is >= 1 and <= 5 && size <= body.Length - at && IsRecoveryPoint(body.Slice(at, size)))
            {
                body.Slice(at, size).CopyTo(payload);
                return size;
            }

            // Emulation prevention bytes are inside the unit but not counted by the message: pass over them.
            for (; size > 0 && at < body.Length; at++)
            {
                if (!(at >= 2 && body[at] == 3 && body[at - 1] == 0 && body[at - 2] == 0))
                {
                    size--;
                }
            }
        }

        return 0;
    }

    // recovery_frame_cnt ue(v), exact_match_flag, broken_link_flag, changing_slice_group_idc u(2), then one 1 and zeros.
    private static bool IsRecoveryPoint(ReadOnlySpan<byte> payload)
    {
        ulong bits = 0;
        foreach (var b in payload)
        {
            bits = (bits << 8) | b;
        }

        var total = payload.Length * 8;
        bits <<= 64 - total;
        var zeros = System.Numerics.BitOperations.LeadingZeroCount(bits);
        var used = zeros * 2 + 1 + 4;
        if (zeros > 16 || used > total)
        {
            return false;
        }

        var rest = used >= 64 ? 0 : bits << used;
        return rest == 0 || rest == 1UL << 63;
    }

    private static bool IsClean(ReadOnlySpan<byte> body, int kept)
    {
        var at = 0;
        if (kept > 0 && body.Length > 2 + kept && body[0] == RecoveryPoint && (body[1] == kept || body[1] == kept + 1))
        {
            at = 2 + body[1];
        }

        while (at + 1 < body.Length && body[at] == FillerPayload && body[at + 1] <= 254)
        {
            var size = body[at + 1];
            if (at + 2 + size > body.Length || body.Slice(at + 2, size).ContainsAnyExcept((byte)0xFF))
            {
                return false;
            }

            at += 2 + size;
        }

        return at < body.Length && body[at] == 0x80 && !body[(at + 1)..].ContainsAnyExcept((byte)0);
    }
}
