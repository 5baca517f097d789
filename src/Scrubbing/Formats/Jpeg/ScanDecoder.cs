namespace ReportingService.Scrubbing.Formats.Jpeg;

/// <summary>
/// Walks the entropy-coded data of one scan symbol by symbol, without computing pixels, to learn where its last unit ends.
/// Threat: bytes behind the last unit are shown by no viewer and kept by every tool that only looks for markers.
/// </summary>
internal sealed partial class ScanDecoder
{
    /// <summary>No unit is longer: ten blocks of 64 coefficients of at most 32 bits, every byte stuffed.</summary>
    public const int LongestUnit = 8192;

    private readonly JpegFrame frame;
    private readonly ScanHeader scan;
    private readonly HuffmanTable?[] dcTables;
    private readonly HuffmanTable?[] acTables;
    private readonly int[] pattern;
    private readonly (ushort[] Dc, uint[] Skips, HuffmanTable DcTable, HuffmanTable AcTable)[] sequence = [];
    private readonly int unitsPerLine;
    private long unitsLeft;
    private long unit;
    private int intervalLeft;
    private int endOfBandRun;

    public ScanDecoder(JpegFrame frame, ScanHeader scan, HuffmanTable?[] dcTables, HuffmanTable?[] acTables, int restartInterval)
    {
        this.frame = frame;
        this.scan = scan;
        this.dcTables = dcTables;
        this.acTables = acTables;
        if (scan.Parts.Length == 1)
        {
            var c = scan.Parts[0].Component;
            pattern = [0];
            unitsPerLine = c.BlocksPerLine;
            unitsLeft = (long)c.BlocksPerLine * c.BlockLines;
        }
        else
        {
            pattern = [.. scan.Parts.SelectMany((p, i) => Enumerable.Repeat(i, p.Component.H * p.Component.V))];
            if (pattern.Length > 10)
            {
                throw RefusedException.Damaged("A scan with more than ten blocks in a unit.");
            }

            unitsPerLine = frame.McusPerLine;
            unitsLeft = (long)frame.McusPerLine * frame.McuLines;
        }

        RestartInterval = restartInterval;
        intervalLeft = restartInterval;
        if (!frame.Progressive)
        {
            sequence = [.. pattern.Select(p => (Dc: dcTables[scan.Parts[p].DcSlot]!, Ac: acTables[scan.Parts[p].AcSlot]!))
                .Select(t => (t.Dc.Singles, t.Ac.BlockSkips, t.Dc, t.Ac))];
        }
    }

    public enum Stop
    {
        /// <summary>More bytes are needed.</summary>
        Hungry,

        /// <summary>A restart marker has to follow.</summary>
        IntervalDone,

        /// <summary>The last unit is read.</summary>
        ScanDone,

        /// <summary>A marker or the end came before the last unit.</summary>
        Short,
    }

    public int RestartInterval { get; }

    /// <summary>Bits used of the first byte of the data that comes next.</summary>
    public int BitOffset { get; private set; }

    /// <summary>Reads units. <paramref name="used"/> is how many whole bytes are done with.</summary>
    public Stop Run(ReadOnlySpan<byte> data, bool last, out int used)
    {
        var bits = new BitSource(data, BitOffset);
        var safe = last ? int.MaxValue : data.Length - LongestUnit;
        if (frame.Progressive)
        {
            RunProgressive(ref bits, safe);
        }
        else
        {
            RunSequential(ref bits, safe);
        }

        if (bits.Overrun)
        {
            used = bits.Position;
            BitOffset = 0;
            return Stop.Short;
        }

        (used, BitOffset) = bits.Boundary();
        return unitsLeft == 0 ? Stop.ScanDone : RestartInterval > 0 && intervalLeft == 0 ? Stop.IntervalDone : Stop.Hungry;
    }

    /// <summary>Another interval follows the one that is being read.</summary>
    public bool MoreIntervals => RestartInterval > 0 && unitsLeft > intervalLeft;

    /// <summary>Goes on with the next interval, whether this one was whole or not.</summary>
    public void Restart()
    {
        unitsLeft -= intervalLeft;
        intervalLeft = RestartInterval;
        endOfBandRun = 0;
        BitOffset = 0;
    }

    private static RefusedException BadCode() => RefusedException.Damaged("Picture data with a code that does not exist.");
}
