namespace ReportingService.Scrubbing.Formats.Png;

/// <summary>
/// Walks a zlib stream (RFC 1950, RFC 1951) symbol by symbol without making its output, to learn where it ends and how much it
/// holds. Threat: bytes after the end of the stream, or more data than the picture has, are shown by no viewer.
/// </summary>
internal sealed partial class ZlibWalker
{
    /// <summary>Bytes that a run may leave unread because a header does not fit yet.</summary>
    public const int MostCarried = 512;

    private const int EndOfBlock = 256;

    private const int LookupBits = 12;
    private const int LookupMask = (1 << LookupBits) - 1;
    private const int DistanceBits = 10;
    private const int DistanceMask = (1 << DistanceBits) - 1;
    private const int LengthBits = 7;

    // Entry of the symbol table, for as many symbols as its bits hold: bits (8), bytes made (10), extra bits (4), literals before a
    // length (4), kind. Entry of the distance table: bits (8), distance (16), extra bits (8).
    private const int MadeShift = 8;
    private const uint MadeMask = 0x3FF;
    private const int ExtraShift = 20;
    private const int BeforeShift = 24;
    private const uint KindMask = 3u << 28;
    private const uint KindLiterals = 1u << 28;
    private const uint KindLength = 2u << 28;
    private const uint KindEnd = 3u << 28;

    private static readonly ushort[] LengthBase = [3, 4, 5, 6, 7, 8, 9, 10, 11, 13, 15, 17, 19, 23, 27, 31, 35, 43, 51, 59, 67, 83, 99, 115, 131, 163, 195, 227, 258];
    private static readonly byte[] LengthExtra = [0, 0, 0, 0, 0, 0, 0, 0, 1, 1, 1, 1, 2, 2, 2, 2, 3, 3, 3, 3, 4, 4, 4, 4, 5, 5, 5, 5, 0];
    private static readonly ushort[] DistanceBase = [1, 2, 3, 4, 5, 7, 9, 13, 17, 25, 33, 49, 65, 97, 129, 193, 257, 385, 513, 769, 1025, 1537, 2049, 3073, 4097, 6145, 8193, 12289, 16385, 24577];
    private static readonly byte[] CodeOrder = [16, 17, 18, 0, 8, 7, 9, 6, 10, 5, 11, 4, 12, 3, 13, 2, 14, 1, 15];
    private static readonly uint[] SymbolMeanings = [.. Enumerable.Range(0, 288).Select(MeaningOfSymbol)];
    private static readonly uint[] DistanceMeanings = [.. Enumerable.Range(0, 32).Select(MeaningOfDistance)];
    private static readonly uint[] LengthMeanings = [.. Enumerable.Range(0, 19).Select(length => 1u << 16 | (uint)length << 8)];

    private readonly long expected;
    private readonly uint[] together = new uint[1 << LookupBits];
    private readonly DeflateCode literals = new(SymbolMeanings, LookupBits);
    private readonly DeflateCode distances = new(DistanceMeanings, DistanceBits);
    private readonly DeflateCode lengthCode = new(LengthMeanings, LengthBits);
    private uint[] symbols = [];
    private State state = State.Header;
    private bool finalBlock;
    private int storedLeft;
    private int windowSize;
    private int bitOffset;

    /// <param name="expected">Bytes the picture needs, filter bytes included.</param>
    public ZlibWalker(long expected) => this.expected = expected;

    private enum State
    {
        Header,
        Block,
        Stored,
        Codes,
        Check,
        Done,
    }

    public long Produced { get; private set; }

    public bool Done => state == State.Done;

    /// <summary>
    /// For a stream that was cut: how many of the bytes left over decoders still take bits from. Less than one symbol, or the last
    /// bits of a block before one whose header is not whole.
    /// </summary>
    public int CutBytes(int left) => state == State.Codes ? left : bitOffset > 0 && state == State.Block ? Math.Min(1, left) : 0;

    /// <summary>Reads on. Returns how many bytes are done with; padding bits in <paramref name="data"/> are set to zero.</summary>
    /// <param name="data">Bytes that continue what the last run left.</param>
    /// <param name="clearPadding">Set bits between blocks to zero.</param>
    public int Run(Span<byte> data, bool clearPadding)
    {
        var at = 0;
        while (true)
        {
            var before = (at, state);
            switch (state)
            {
                case State.Header:
                    at += ReadHeader(data);
                    break;
                case State.Block:
                    at = ReadBlockHeader(data, at, clearPadding);
                    break;
                case State.Stored:
                    var take = Math.Min(storedLeft, data.Length - at);
                    storedLeft -= take;
                    at += take;
                    Made(take);
                    if (storedLeft == 0)
                    {
                        at = EndBlock(data, at, clearPadding);
                    }

                    break;
                case State.Codes:
                    at = ReadCodes(data, at, clearPadding);
                    break;
                case State.Check:
                    if (data.Length - at >= 4)
                    {
                        at += 4;
                        state = State.Done;
                        if (Produced != expected)
                        {
                            throw RefusedException.Damaged("Less picture data than the picture needs.");
                        }
                    }

                    break;
                default:
                    return at;
            }

            if (before == (at, state))
            {
                return at;
            }
        }
    }

    private int EndBlock(Span<byte> data, int at, bool clearPadding)
    {
        if (!finalBlock)
        {
            state = State.Block;
            return at;
        }

        if (bitOffset > 0)
        {
            if (clearPadding)
            {
                data[at] &= (byte)((1 << bitOffset) - 1);
            }

            at++;
            bitOffset = 0;
        }

        state = State.Check;
        return at;
    }

    private void Made(long count)
    {
        Produced += count;
        if (Produced > expected)
        {
            // Threat: rows below the picture, decoded by nobody.
            throw RefusedException.Unsafe("More picture data than the picture needs.");
        }
    }
}
