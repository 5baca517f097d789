using System.Text;

namespace ReportingService.Scrubbing.Formats.Heif;

/// <summary>Writes the new file: ftyp, meta, one mdat with the items in order.</summary>
internal sealed class HeifWriter(HeifGraph graph, ScrubContext context)
{
    private static readonly string[] HevcBrands = ["mif1", "heic", "heix", "miaf"];
    private static readonly string[] Av1Brands = ["avif", "mif1", "miaf", "MA1B", "MA1A"];

    /// <summary>The handler box body, the same in every output.</summary>
    public static ReadOnlySpan<byte> Handler => "\0\0\0\0\0\0\0\0pict\0\0\0\0\0\0\0\0\0\0\0\0\0"u8;

    public static bool IsBrand(string brand) => HevcBrands.Contains(brand) || Av1Brands.Contains(brand);

    public async ValueTask WriteAsync(ScrubWriter output, HashSet<string> brands, HeifData data)
    {
        var ftyp = Box("ftyp", Brands(brands));
        var properties = new List<byte[]>();
        var links = graph.Kept.ToDictionary(item => item, item => Link(item, properties));
        var length = Meta(properties, links, 0).Length;
        output.Write(ftyp);
        output.Write(Meta(properties, links, ftyp.Length + length + 8));
        output.WriteUInt32Big((uint)(8 + graph.Kept.Sum(i => i.OutLength)));
        output.Write("mdat"u8);
        foreach (var item in graph.Kept)
        {
            await data.WriteAsync(item, output);
        }
    }

    private static byte[] Box(string type, params ReadOnlySpan<byte[]> bodies)
    {
        var length = 8;
        foreach (var body in bodies)
        {
            length += body.Length;
        }

        var box = new byte[length];
        Big(length, 4).CopyTo(box, 0);
        Encoding.Latin1.GetBytes(type, box.AsSpan(4));
        var at = 8;
        foreach (var body in bodies)
        {
            body.CopyTo(box, at);
            at += body.Length;
        }

        return box;
    }

    private static byte[] Big(long value, int size)
    {
        var bytes = new byte[size];
        for (var i = 0; i < size; i++)
        {
            bytes[i] = (byte)(value >> (8 * (size - 1 - i)));
        }

        return bytes;
    }

    private byte[] Brands(HashSet<string> found)
    {
        var major = graph.IsAvif ? "avif" : found.Contains("heix") && !found.Contains("heic") ? "heix" : "heic";
        var compatible = (graph.IsAvif ? Av1Brands : HevcBrands).Where(b => b == major || b == "mif1" || found.Contains(b));
        return Encoding.Latin1.GetBytes(major + "\0\0\0\0" + string.Concat(compatible));
    }

    private List<(int Index, bool Essential)> Link(HeifItem item, List<byte[]> properties)
    {
        var links = new List<(int, bool)>();
        foreach (var (index, essential) in item.Properties.Where(p => p.Index > 0))
        {
            var (type, body) = graph.Property(index);
            var rewritten = HeifProperties.Rewrite(type, body, context);
            if (rewritten is null)
            {
                if (essential && type != "colr")
                {
                    throw RefusedException.NotSupported("A picture that needs a property nobody here knows.");
                }

                context.Removed.Add(RemovalKind.Other);
                continue;
            }

            var box = Box(type, rewritten);
            var at = properties.FindIndex(p => p.AsSpan().SequenceEqual(box));
            if (at < 0)
            {
                at = properties.Count;
                properties.Add(box);
            }

            links.Add((at + 1, essential));
        }

        return links;
    }

    private byte[] Meta(List<byte[]> properties, Dictionary<HeifItem, List<(int Index, bool Essential)>> links, long dataOffset)
    {
        var names = !context.Rules.Hold(HeifRules.ItemNames);
        byte[] none = [0, 0, 0, 0];
        var infos = graph.Kept.Select(i => Box("infe", [2, 0, 0, (byte)(i.Hidden ? 1 : 0)], Big(i.OutId, 2), Big(0, 2),
            Encoding.Latin1.GetBytes(i.Type), Encoding.Latin1.GetBytes(names ? i.Name : string.Empty), i.Type == "mime" ? new byte[2] : [0]));
        var locations = new MemoryStream();
        var at = dataOffset;
        foreach (var item in graph.Kept)
        {
            locations.Write(Big(item.OutId, 2));
            locations.Write(Big(0, 2));
            locations.Write(Big(item.OutLength > 0 ? 1 : 0, 2));
            if (item.OutLength > 0)
            {
                locations.Write(Big(at, 4));
                locations.Write(Big(item.OutLength, 4));
                at += item.OutLength;
            }
        }

        var wide = properties.Count > 127;
        var associations = new MemoryStream();
        foreach (var item in graph.Kept)
        {
            associations.Write(Big(item.OutId, 2));
            associations.WriteByte((byte)links[item].Count);
            foreach (var (index, essential) in links[item])
            {
                associations.Write(wide ? Big(index | (essential ? 0x8000 : 0), 2) : [(byte)(index | (essential ? 0x80 : 0))]);
            }
        }

        var count = Big(graph.Kept.Count, 2);
        var references = References();
        return Box("meta", [
            none,
            Box("hdlr", Handler.ToArray()),
            Box("pitm", none, Big(graph.Kept[0].OutId, 2)),
            Box("iloc", none, [0x44, 0], count, locations.ToArray()),
            Box("iinf", none, count, infos.SelectMany(b => b).ToArray()),
            references.Length > 0 ? Box("iref", none, references) : [],
            Box("iprp", Box("ipco", [.. properties.SelectMany(p => p)]), Box("ipma", [0, 0, 0, (byte)(wide ? 1 : 0)], Big(graph.Kept.Count, 4), associations.ToArray())),
        ]);
    }

    private byte[] References()
    {
        var output = new MemoryStream();
        foreach (var item in graph.Kept)
        {
            foreach (var (type, to) in item.References.Where(r => r.Type is "dimg" or "auxl" or "prem"))
            {
                var kept = to.Select(id => graph.Find(id)?.OutId ?? 0).Where(id => id > 0).ToArray();
                if (kept.Length > 0)
                {
                    output.Write(Box(type, Big(item.OutId, 2), Big(kept.Length, 2), [.. kept.SelectMany(id => Big(id, 2))]));
                }
            }
        }

        return output.ToArray();
    }
}
