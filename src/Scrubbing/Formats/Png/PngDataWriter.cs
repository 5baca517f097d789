namespace ReportingService.Scrubbing.Formats.Png;

/// <summary>Takes the pieces of one zlib stream and writes them again as chunks of one size, up to the end of the stream.</summary>
internal sealed class PngDataWriter
{
    /// <summary>Threat: the sizes of chunks tell programs apart.</summary>
    public const int ChunkLength = 64 * 1024;

    private readonly ScrubWriter output;
    private readonly ScrubContext context;
    private readonly byte[] buffer;
    private ZlibWalker? walker;
    private bool frame;
    private int have;
    private int walked;

    public PngDataWriter(ScrubWriter output, ScrubContext context)
    {
        this.output = output;
        this.context = context;
        buffer = new byte[2 * ChunkLength];
    }

    /// <summary>Numbers of fcTL and fdAT chunks, rewritten in order.</summary>
    public uint Sequence { get; set; }

    public bool Open => walker is not null;

    /// <param name="expected">Bytes of rows.</param>
    /// <param name="asFrame">Write fdAT instead of IDAT.</param>
    public void Start(long expected, bool asFrame)
    {
        walker = new ZlibWalker(expected);
        frame = asFrame;
        have = walked = 0;
    }

    public async ValueTask AppendAsync(ReadOnlyMemory<byte> piece)
    {
        while (piece.Length > 0)
        {
            if (walker!.Done)
            {
                context.Removed.Add(RemovalKind.Other);
                if (context.Rules.Hold(PngRules.AfterZlib))
                {
                    return;
                }

                WriteChunk(piece.Span);
                return;
            }

            var take = Math.Min(piece.Length, buffer.Length - have);
            piece.Span[..take].CopyTo(buffer.AsSpan(have));
            have += take;
            piece = piece[take..];
            walked += walker.Run(buffer.AsSpan(walked, have - walked), context.Rules.Hold(PngRules.PaddingBits));
            if (walker.Done && walked < have)
            {
                context.Removed.Add(RemovalKind.Other);
                if (!context.Rules.Hold(PngRules.AfterZlib))
                {
                    walked = have;
                }
            }
            else if (have - walked > ZlibWalker.MostCarried)
            {
                throw RefusedException.Damaged("Picture data that cannot be read on.");
            }

            await EmitAsync(ChunkLength);
        }
    }

    /// <summary>Ends the stream.</summary>
    /// <param name="cutAllowed">A picture whose lower part is missing will do.</param>
    public async ValueTask FinishAsync(bool cutAllowed)
    {
        if (walker is null)
        {
            return;
        }

        if (!walker.Done)
        {
            if (!cutAllowed || walker.Produced == 0)
            {
                throw RefusedException.Damaged("Picture data ends early.");
            }

            walked += walker.CutBytes(have - walked);
        }

        while (walked > 0)
        {
            await EmitAsync(1);
        }

        walker = null;
    }

    private async ValueTask EmitAsync(int least)
    {
        while (walked >= least)
        {
            var length = Math.Min(walked, ChunkLength);
            WriteHead(length);
            var crc = HeadCrc();
            crc = Crc32.Append(crc, buffer.AsSpan(0, length));
            await output.WriteAsync(buffer.AsMemory(0, length));
            output.WriteUInt32Big(crc);
            buffer.AsSpan(length, have - length).CopyTo(buffer);
            have -= length;
            walked -= length;
        }
    }

    private void WriteHead(int length)
    {
        output.WriteUInt32Big((uint)(length + (frame ? 4 : 0)));
        output.Write(frame ? "fdAT"u8 : "IDAT"u8);
        if (frame)
        {
            output.WriteUInt32Big(Sequence);
        }
    }

    private uint HeadCrc()
    {
        if (!frame)
        {
            return Crc32.Append(0, "IDAT"u8);
        }

        var number = Sequence++;
        return Crc32.Append(0, [(byte)'f', (byte)'d', (byte)'A', (byte)'T', (byte)(number >> 24), (byte)(number >> 16), (byte)(number >> 8), (byte)number]);
    }

    private void WriteChunk(ReadOnlySpan<byte> data)
    {
        output.WriteUInt32Big((uint)data.Length);
        output.Write("IDAT"u8);
        output.Write(data);
        output.WriteUInt32Big(Crc32.Append(Crc32.Append(0, "IDAT"u8), data));
    }
}
