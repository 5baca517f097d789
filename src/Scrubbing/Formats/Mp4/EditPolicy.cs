using System.Buffers.Binary;

namespace ReportingService.Scrubbing.Formats.Mp4;

/// <summary>
/// Edit lists (ISO/IEC 14496-12 clause 8.6.6): one run of the media, perhaps after an empty stretch. Samples outside the run go;
/// what decoders need to reach its first picture stays when it is short, otherwise the file is refused.
/// </summary>
internal static class EditPolicy
{
    private const double MostHiddenSeconds = 1.0;

    public static void Apply(Mp4Track track, ReadOnlySpan<byte> list, uint movieScale, bool fragmented, ScrubContext context)
    {
        track.MediaDuration = Duration(track.Table, 0, track.EndSample);
        if (list.Length < 8)
        {
            return;
        }

        var wide = list[0] == 1;
        var width = wide ? 20 : 12;
        var count = BinaryPrimitives.ReadUInt32BigEndian(list[4..]);
        if (count == 0)
        {
            return;
        }

        if (count > 1024 || list.Length - 8 < count * width)
        {
            throw RefusedException.Damaged("An edit list contradicts itself.");
        }

        long start = -1;
        ulong duration = 0;
        for (var i = 0; i < count; i++)
        {
            var entry = list.Slice(8 + i * width, width);
            var length = wide ? BinaryPrimitives.ReadUInt64BigEndian(entry) : BinaryPrimitives.ReadUInt32BigEndian(entry);
            var from = wide ? BinaryPrimitives.ReadInt64BigEndian(entry[8..]) : BinaryPrimitives.ReadInt32BigEndian(entry[4..]);
            var rate = BinaryPrimitives.ReadUInt16BigEndian(entry[(width - 4)..]);
            if (length > long.MaxValue / 1_000_000)
            {
                throw RefusedException.Damaged("An edit list contradicts itself.");
            }

            if (from == -1)
            {
                if (start >= 0)
                {
                    // An empty stretch behind the media shows nothing; one inside would cut it in two.
                    continue;
                }

                track.EmptyLead += length;
                continue;
            }

            if (from < 0 || (rate != 1 && length != 0))
            {
                throw RefusedException.NotSupported("An edit list with changed speed.");
            }

            if (start < 0)
            {
                start = from;
                duration = length;
            }
            else
            {
                // Runs that follow each other without a gap are one run; everything else hides or repeats footage.
                var end = start + Scale(duration, track.Timescale, movieScale);
                if (Math.Abs(end - from) > Math.Max(2, track.Timescale / movieScale + 1))
                {
                    throw new RefusedException(RefusalCode.MixedContent, "An edit list cuts the recording into pieces.");
                }

                duration += length;
            }
        }

        if (start < 0)
        {
            // Only empty edits: the track is shown nowhere.
            throw new RefusedException(RefusalCode.MixedContent, "An edit list hides a whole track.");
        }

        track.HasEdit = true;
        track.EditStart = start;
        track.EditDuration = duration;
        if (!context.Rules.Hold("mp4.hidden-footage"))
        {
            return;
        }

        if (fragmented && track.EndSample == 0)
        {
            RequireShort(start, track.Timescale);
            return;
        }

        Trim(track, movieScale, context);
    }

    // Threat: footage cut off on the phone is still in the file: the reporter believes it is gone.
    private static void Trim(Mp4Track track, uint movieScale, ScrubContext context)
    {
        var end = track.EditDuration == 0 ? long.MaxValue : track.EditStart + Scale(track.EditDuration, track.Timescale, movieScale);
        var slack = Math.Max(track.Timescale / movieScale, 1) + (track.Video ? 0 : track.Timescale / 10);
        var table = track.Table;
        var walk = new SampleClock(table);
        var first = 0;
        long firstTime = 0;
        long firstShown = 0;
        var last = 0;
        var sync = 0;

        // Sound: decoders carry state from packet to packet, so a short lead stays whole.
        long lead = track.Video ? 0 : track.EditStart <= track.Timescale * MostHiddenSeconds ? track.EditStart : track.Timescale / 5;
        for (var i = 0; i < table.SampleCount; i++)
        {
            walk.Next();
            while (sync < table.SyncCount && table.SyncSample(sync) < i + 1)
            {
                sync++;
            }

            var isSync = !table.HasSync || (sync < table.SyncCount && table.SyncSample(sync) == i + 1);
            if (isSync && walk.Shown <= track.EditStart - lead)
            {
                first = i;
                firstTime = walk.Decoded;
                firstShown = walk.Shown;
            }

            if (end == long.MaxValue || walk.Shown < end + slack)
            {
                last = i;
            }
        }

        if (table.SampleCount == 0)
        {
            return;
        }

        if (last < first)
        {
            throw new RefusedException(RefusalCode.MixedContent, "An edit list hides a whole track.");
        }

        RequireShort(track.EditStart - firstShown, track.Timescale);
        if (first > 0 || last + 1 < table.SampleCount)
        {
            context.Removed.Add(RemovalKind.Other);
        }

        track.FirstSample = first;
        track.EndSample = last + 1;
        track.EditStart -= firstTime;
        track.MediaDuration = Duration(table, first, last + 1);
    }

    private static void RequireShort(long hidden, uint timescale)
    {
        if (hidden > timescale * MostHiddenSeconds)
        {
            throw new RefusedException(RefusalCode.MixedContent, "The file holds footage that was cut off but not removed.");
        }
    }

    private static long Scale(ulong value, uint to, uint from) => (long)((UInt128)value * to / from);

    private static ulong Duration(SampleTable table, int first, int end)
    {
        ulong total = 0;
        long at = 0;
        uint delta = 0;
        for (var i = 0; i < table.TimeCount; i++)
        {
            var (count, step) = table.Time(i);
            delta = step;
            var from = Math.Max(at, first);
            var to = Math.Min(at + count, end);
            total += to > from ? (ulong)(to - from) * step : 0;
            at += count;
        }

        if (at < end)
        {
            total += (ulong)(end - Math.Max(at, first)) * delta;
        }

        return total;
    }
}
