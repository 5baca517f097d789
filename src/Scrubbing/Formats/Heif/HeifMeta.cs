using System.Buffers.Binary;
using System.Text;

namespace ReportingService.Scrubbing.Formats.Heif;

/// <summary>The meta box of a still picture as it was found.</summary>
internal sealed class HeifMeta
{
    private readonly ScrubContext context;

    public HeifMeta(byte[] payload, ScrubContext context)
    {
        this.context = context;
        Payload = payload;
        var at = 4;
        while (NextBox(payload, ref at, payload.Length, out var type, out var start, out var length))
        {
            Take(type, payload.AsSpan(start, length), start);
        }
    }

    public byte[] Payload { get; }

    public uint Primary { get; private set; }

    public Dictionary<uint, HeifItem> Items { get; } = [];

    /// <summary>Property boxes in order; index one is the first.</summary>
    public List<(string Type, byte[] Body)> Properties { get; } = [];

    public int IdatStart { get; private set; }

    public int IdatLength { get; private set; }

    /// <summary>Passes over one box inside a payload held in memory.</summary>
    public static bool NextBox(ReadOnlySpan<byte> data, ref int at, int end, out string type, out int start, out int length)
    {
        (type, start, length) = (string.Empty, 0, 0);
        if (at == end)
        {
            return false;
        }

        if (end - at < 8)
        {
            throw RefusedException.Damaged("A box that ends early.");
        }

        long size = BinaryPrimitives.ReadUInt32BigEndian(data[at..]);
        type = Encoding.Latin1.GetString(data.Slice(at + 4, 4));
        var head = 8;
        if (size == 1 && end - at >= 16)
        {
            size = (long)Math.Min(long.MaxValue, BinaryPrimitives.ReadUInt64BigEndian(data[(at + 8)..]));
            head = 16;
        }
        else if (size == 0)
        {
            size = end - at;
        }

        if (size < head || size > end - at)
        {
            throw RefusedException.Damaged("A box longer than its parent.");
        }

        (start, length) = (at + head, (int)size - head);
        at += (int)size;
        return true;
    }

    private HeifItem Item(uint id)
    {
        if (!Items.TryGetValue(id, out var item))
        {
            context.CountItem();
            Items[id] = item = new HeifItem { Id = id };
        }

        return item;
    }

    private void Take(string type, ReadOnlySpan<byte> body, int start)
    {
        var cursor = new BoxCursor(body);
        switch (type)
        {
            case "hdlr":
                cursor.Skip(8);
                if (cursor.Name() != "pict")
                {
                    throw RefusedException.NotSupported("A meta box that is not for pictures.");
                }

                break;
            case "pitm":
                Primary = (uint)cursor.Number(cursor.Version() == 0 ? 2 : 4);
                break;
            case "iinf":
                ReadInfos(body);
                break;
            case "iloc":
                ReadLocations(ref cursor);
                break;
            case "iref":
                ReadReferences(body);
                break;
            case "iprp":
                ReadProperties(body);
                break;
            case "idat":
                (IdatStart, IdatLength) = (start, body.Length);
                break;
            case "ipro":
                throw new RefusedException(RefusalCode.Encrypted, "A picture with protected items.");
        }
    }

    private void ReadInfos(ReadOnlySpan<byte> body)
    {
        var cursor = new BoxCursor(body);
        cursor.Number(cursor.Version() == 0 ? 2 : 4);
        var at = cursor.Position;
        while (NextBox(body, ref at, body.Length, out var type, out var start, out var length))
        {
            if (type != "infe")
            {
                continue;
            }

            var info = new BoxCursor(body.Slice(start, length));
            var flags = (uint)info.Number(4);
            if (flags >> 24 is not (2 or 3))
            {
                throw RefusedException.NotSupported("Item entries of an old version.");
            }

            var item = Item((uint)info.Number(flags >> 24 == 2 ? 2 : 4));
            if (item.Type.Length > 0)
            {
                throw RefusedException.Unsafe("Two items with one number.");
            }

            if (info.Number(2) != 0)
            {
                throw new RefusedException(RefusalCode.Encrypted, "A picture with protected items.");
            }

            item.Type = info.Name();
            item.Hidden = (flags & 1) != 0;
            item.Name = info.Text();
        }
    }

    private void ReadLocations(ref BoxCursor cursor)
    {
        var version = cursor.Version();
        var sizes = (int)cursor.Number(2);
        if (version > 2)
        {
            throw RefusedException.NotSupported("Item locations of an unknown version.");
        }

        var count = cursor.Number(version < 2 ? 2 : 4);
        for (var i = 0L; i < count; i++)
        {
            var item = Item((uint)cursor.Number(version < 2 ? 2 : 4));
            item.Construction = version > 0 ? (int)cursor.Number(2) & 15 : 0;
            var elsewhere = cursor.Number(2) != 0;
            var from = cursor.Number((sizes >> 4) & 15);
            var extents = cursor.Number(2);
            for (var e = 0; e < extents; e++)
            {
                context.CountItem();
                cursor.Number(version > 0 ? sizes & 15 : 0);
                var offset = cursor.Number((sizes >> 12) & 15);
                var length = cursor.Number((sizes >> 8) & 15);
                if (elsewhere || from + offset < 0 || length < 0)
                {
                    // A file that names other files is asked for only where the item is kept.
                    item.Construction = -1;
                }

                item.Extents.Add((from + offset, length));
            }
        }
    }

    private void ReadReferences(ReadOnlySpan<byte> body)
    {
        var wide = new BoxCursor(body).Version() == 0 ? 2 : 4;
        var at = 4;
        while (NextBox(body, ref at, body.Length, out var type, out var start, out var length))
        {
            var cursor = new BoxCursor(body.Slice(start, length));
            var from = Item((uint)cursor.Number(wide));
            var to = new uint[cursor.Number(2)];
            for (var i = 0; i < to.Length; i++)
            {
                to[i] = (uint)cursor.Number(wide);
            }

            from.References.Add((type, to));
        }
    }

    private void ReadProperties(ReadOnlySpan<byte> body)
    {
        var at = 0;
        while (NextBox(body, ref at, body.Length, out var type, out var start, out var length))
        {
            var part = body.Slice(start, length);
            if (type == "ipco")
            {
                var inner = 0;
                while (NextBox(part, ref inner, part.Length, out var name, out var from, out var size))
                {
                    context.CountItem();
                    Properties.Add((name, part.Slice(from, size).ToArray()));
                }
            }
            else if (type == "ipma")
            {
                var cursor = new BoxCursor(part);
                var head = (uint)cursor.Number(4);
                var count = cursor.Number(4);
                for (var i = 0L; i < count; i++)
                {
                    var item = Item((uint)cursor.Number(head >> 24 == 0 ? 2 : 4));
                    var links = cursor.Number(1);
                    for (var l = 0; l < links; l++)
                    {
                        var link = (int)cursor.Number((head & 1) == 0 ? 1 : 2);
                        var top = (head & 1) == 0 ? 0x80 : 0x8000;
                        item.Properties.Add((link & (top - 1), (link & top) != 0));
                    }
                }
            }
        }
    }
}
