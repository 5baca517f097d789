namespace ReportingService.Scrubbing.Formats.Jpeg;

/// <summary>The table slots of a decoder, and what the output has been given so far, so that only used tables are written.</summary>
internal sealed class JpegTables
{
    private readonly byte[]?[] quant = new byte[4][];
    private readonly byte[]?[] quantWritten = new byte[4][];
    private readonly byte[]?[] dcWritten = new byte[4][];
    private readonly byte[]?[] acWritten = new byte[4][];

    public HuffmanTable?[] Dc { get; } = new HuffmanTable?[4];

    public HuffmanTable?[] Ac { get; } = new HuffmanTable?[4];

    public void ReadQuant(ReadOnlySpan<byte> body)
    {
        while (body.Length > 0)
        {
            var length = body[0] >> 4 == 0 ? 65 : 129;
            if (body[0] >> 4 > 1 || (body[0] & 15) > 3 || body.Length < length)
            {
                throw RefusedException.Damaged("A quantisation table that cannot be read.");
            }

            quant[body[0] & 15] = body[..length].ToArray();
            body = body[length..];
        }
    }

    public void ReadHuffman(ReadOnlySpan<byte> body)
    {
        while (body.Length > 0)
        {
            var target = body[0];
            if (target >> 4 > 1 || (target & 15) > 3)
            {
                throw RefusedException.Damaged("A Huffman table in an impossible slot.");
            }

            body = body[1..];
            (target >> 4 == 0 ? Dc : Ac)[target & 15] = HuffmanTable.Parse(ref body);
        }
    }

    /// <summary>The quantisation tables that components of this scan meet for the first time.</summary>
    public void WriteQuant(ScrubWriter output, ScanHeader scan)
    {
        foreach (var part in scan.Parts)
        {
            var c = part.Component;
            if (c.Seen)
            {
                continue;
            }

            c.Seen = true;
            var table = quant[c.QuantSlot] ?? throw RefusedException.Damaged("A component without quantisation table.");
            if (quantWritten[c.QuantSlot] is { } written && written.AsSpan().SequenceEqual(table))
            {
                continue;
            }

            quantWritten[c.QuantSlot] = table;
            output.WriteUInt16Big(0xFFDB);
            output.WriteUInt16Big((ushort)(2 + table.Length));
            output.Write(table);
        }
    }

    /// <summary>The Huffman tables this scan decodes with, where they differ from what the output has.</summary>
    public void WriteHuffman(ScrubWriter output, ScanHeader scan)
    {
        foreach (var part in scan.Parts)
        {
            if (scan.SpectralStart == 0 && scan.High == 0)
            {
                WriteHuffman(output, Dc, dcWritten, part.DcSlot, 0x00);
            }

            if (scan.SpectralEnd > 0)
            {
                WriteHuffman(output, Ac, acWritten, part.AcSlot, 0x10);
            }
        }
    }

    /// <summary>Everything in the slots, used or not: only when a test switches the rule off.</summary>
    public void WriteAll(ScrubWriter output)
    {
        foreach (var table in quant.OfType<byte[]>())
        {
            output.WriteUInt16Big(0xFFDB);
            output.WriteUInt16Big((ushort)(2 + table.Length));
            output.Write(table);
        }
    }

    private static void WriteHuffman(ScrubWriter output, HuffmanTable?[] slots, byte[]?[] written, int slot, byte target)
    {
        var table = slots[slot] ?? throw RefusedException.Damaged("A scan without Huffman table.");
        if (written[slot] is { } before && before.AsSpan().SequenceEqual(table.Raw))
        {
            return;
        }

        written[slot] = table.Raw;
        output.WriteUInt16Big(0xFFC4);
        output.WriteUInt16Big((ushort)(3 + table.Raw.Length));
        output.WriteByte((byte)(target | slot));
        output.Write(table.Raw);
    }
}
