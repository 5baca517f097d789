using System.Buffers.Binary;
using System.Text;

namespace ReportingService.Scrubbing.Formats.Heif;

internal sealed partial class HeifScrubber
{
    public override async Task VerifyAsync(ScrubReader output, ScrubContext context)
    {
        var ftyp = await BoxAsync(output, "ftyp", 64);
        for (var i = 0; i < ftyp.Length; i += 4)
        {
            Expect(i == 4 ? BinaryPrimitives.ReadUInt32BigEndian(ftyp.AsSpan(4)) == 0 : HeifWriter.IsBrand(Encoding.Latin1.GetString(ftyp, i, 4)), "brands");
        }

        var items = VerifyMeta(await BoxAsync(output, "meta", 2 * MaxMeta));
        var size = await output.ReadUInt32BigAsync();
        Expect((await output.ReadAsync(4)).AsSpan().SequenceEqual("mdat"u8), "mdat");
        var end = output.Position - 8 + size;
        foreach (var item in items)
        {
            Expect(item.Length == 0 || item.Offset == output.Position, "place of an item");
            var data = await output.ReadAsync((int)item.Length);
            VerifyItem(item, data);
        }

        Expect(output.Position == end, "end");
    }

    private static async ValueTask<byte[]> BoxAsync(ScrubReader output, string type, int most)
    {
        var size = await output.ReadUInt32BigAsync();
        Expect(size >= 8 && size <= most && Encoding.Latin1.GetString(await output.ReadAsync(4)) == type, type);
        return await output.ReadAsync((int)size - 8);
    }

    private static List<VerifiedItem> VerifyMeta(byte[] meta)
    {
        var items = new List<VerifiedItem>();
        var order = "hdlr pitm iloc iinf iref iprp ".Split(' ');
        var last = -1;
        var at = 4;
        Expect(BinaryPrimitives.ReadUInt32BigEndian(meta) == 0, "meta");
        while (HeifMeta.NextBox(meta, ref at, meta.Length, out var type, out var start, out var length))
        {
            var place = Array.IndexOf(order, type);
            Expect(place > last && (place == last + 1 || type == "iprp"), "order in meta");
            last = place;
            var body = meta.AsSpan(start, length);
            switch (type)
            {
                case "hdlr":
                    Expect(body.SequenceEqual(HeifWriter.Handler), type);
                    break;
                case "pitm":
                    Expect(body.SequenceEqual<byte>([0, 0, 0, 0, 0, 1]), type);
                    break;
                case "iloc":
                    VerifyLocations(body, items);
                    break;
                case "iinf":
                    VerifyInfos(body, items);
                    break;
                case "iref":
                    VerifyReferences(body);
                    break;
                default:
                    VerifyProperties(body, items);
                    break;
            }
        }

        Expect(last == 5, "meta is whole");
        return items;
    }

    private static void VerifyLocations(ReadOnlySpan<byte> body, List<VerifiedItem> items)
    {
        Expect(body.StartsWith<byte>([0, 0, 0, 0, 0x44, 0]), "iloc");
        var cursor = new BoxCursor(body);
        cursor.Skip(6);
        var count = cursor.Number(2);
        for (var i = 1; i <= count; i++)
        {
            Expect(cursor.Number(2) == i && cursor.Number(2) == 0, "iloc item");
            var extents = cursor.Number(2);
            Expect(extents <= 1, "iloc extents");
            items.Add(extents == 0 ? new VerifiedItem() : new VerifiedItem { Offset = cursor.Number(4), Length = cursor.Number(4) });
        }

        Expect(cursor.Position == body.Length, "iloc end");
    }

    private static void VerifyInfos(ReadOnlySpan<byte> body, List<VerifiedItem> items)
    {
        Expect(body.StartsWith<byte>([0, 0, 0, 0]) && BinaryPrimitives.ReadUInt16BigEndian(body[4..]) == items.Count, "iinf");
        var at = 6;
        var number = 0;
        while (HeifMeta.NextBox(body, ref at, body.Length, out var type, out var start, out var length))
        {
            var info = body.Slice(start, length);
            Expect(type == "infe" && length == 13 && info[0] == 2 && info[1] == 0 && info[2] == 0 && info[3] <= 1
                && BinaryPrimitives.ReadUInt16BigEndian(info[4..]) == ++number && info[6] == 0 && info[7] == 0 && info[12] == 0, "infe");
            items[number - 1].Type = Encoding.Latin1.GetString(info.Slice(8, 4));
            Expect(items[number - 1].Type is "hvc1" or "av01" or "grid" or "iovl" or "iden", "kind of item");
        }

        Expect(number == items.Count, "iinf count");
    }

    private static void VerifyReferences(ReadOnlySpan<byte> body)
    {
        var at = 4;
        while (HeifMeta.NextBox(body, ref at, body.Length, out var type, out var start, out var length))
        {
            Expect(type is "dimg" or "auxl" or "prem" && length >= 6 && length == 4 + (2 * BinaryPrimitives.ReadUInt16BigEndian(body[(start + 2)..])), "iref");
        }
    }

    private static void VerifyProperties(ReadOnlySpan<byte> body, List<VerifiedItem> items)
    {
        var at = 0;
        Expect(HeifMeta.NextBox(body, ref at, body.Length, out var type, out var start, out var length) && type == "ipco", "ipco");
        var part = body.Slice(start, length);
        var properties = new List<(string Type, int LengthSize)>();
        var inner = 0;
        while (HeifMeta.NextBox(part, ref inner, part.Length, out var name, out var from, out var size))
        {
            var property = part.Slice(from, size);
            Expect(HeifProperties.IsAllowed(name, property), "property");
            properties.Add((name, name == "hvcC" ? CodedPicture.HevcLengthSize(property) : 0));
        }

        Expect(HeifMeta.NextBox(body, ref at, body.Length, out type, out start, out length) && type == "ipma" && at == body.Length, "ipma");
        var cursor = new BoxCursor(body.Slice(start, length));
        var wide = cursor.Number(4) == 1;
        var count = cursor.Number(4);
        Expect(count == items.Count, "ipma count");
        for (var i = 1; i <= count; i++)
        {
            Expect(cursor.Number(2) == i, "ipma item");
            for (var links = cursor.Number(1); links > 0; links--)
            {
                var link = cursor.Number(wide ? 2 : 1) & (wide ? 0x7FFF : 0x7F);
                Expect(link >= 1 && link <= properties.Count, "ipma link");
                items[i - 1].LengthSize = Math.Max(items[i - 1].LengthSize, properties[(int)link - 1].LengthSize);
            }
        }

        Expect(cursor.Position == length, "ipma end");
    }

    private static void VerifyItem(VerifiedItem item, ReadOnlySpan<byte> data)
    {
        switch (item.Type)
        {
            case "hvc1":
                Expect(item.LengthSize > 0 && data.Length > 0, "HEVC item");
                while (data.Length > 0)
                {
                    var cursor = new BoxCursor(data);
                    var length = (int)cursor.Number(item.LengthSize);
                    cursor.Skip(length);
                    Expect(length >= 2 && ((data[item.LengthSize] >> 1) & 0x3F) is <= 9 or (>= 16 and <= 21) or (>= 32 and <= 34), "HEVC unit");
                    data = data[cursor.Position..];
                }

                break;
            case "av01":
                Expect(data.Length > 0 && CodedPicture.Obus(data).TrueForAll(o => o.Type is 1 or 3 or 4 or 6 or 7), "AV1 unit");
                break;
            case "grid":
                Expect(data.Length is 8 or 12 && data[0] == 0, "grid");
                break;
            case "iden":
                Expect(data.Length == 0, "iden");
                break;
        }
    }

    private static void Expect(bool condition, string what)
    {
        if (!condition)
        {
            throw new RefusedException(RefusalCode.VerifyFailed, $"The rebuilt HEIF is not as it must be: {what}.");
        }
    }

    private sealed class VerifiedItem
    {
        public string Type { get; set; } = string.Empty;

        public long Offset { get; init; }

        public long Length { get; init; }

        public int LengthSize { get; set; }
    }
}
