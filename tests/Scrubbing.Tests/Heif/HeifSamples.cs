using ReportingService.Scrubbing.Formats.Heif;

namespace ReportingService.Scrubbing.Tests;

/// <summary>HEIC files with a real item graph and stand-in slices, and every place where a secret can stand.</summary>
internal static class HeifSamples
{
    private static readonly byte[] Slice = [0x26, 0x01, 9, 8, 7, 6, 5];

    public static PictureFormat Format { get; } = new("heif", MediaFormat.Heic, Build(), HeifRules.Every, Places(), [Build(alpha: [])]);

    private static byte[] Box(string type, params byte[][] bodies) => [.. Bytes.Big32(8 + bodies.Sum(b => b.Length)), .. Bytes.Latin(type), .. bodies.SelectMany(b => b)];

    private static byte[] Unit(byte[] unit) => [.. Bytes.Big32(unit.Length), .. unit];

    private static byte[] Build(byte[]? name = null, byte[]? exif = null, byte[]? xmp = null, byte[]? sei = null, byte[]? configSei = null,
        byte[][]? properties = null, byte[]? alpha = null, byte[]? insideMeta = null, byte[]? slack = null, byte[]? trailer = null)
    {
        byte[] zero = [0, 0, 0, 0];
        var items = new List<(string Type, byte[] Data, byte[] Name)> { ("hvc1", [.. sei is null ? [] : Unit([0x4E, 0x01, 5, .. sei]), .. Unit(Slice)], name ?? []) };
        if (alpha is not null)
        {
            items.Add(("hvc1", Unit(Slice), []));
        }

        if (exif is not null)
        {
            items.Add(("Exif", [.. zero, .. Bytes.Exif(exif)], []));
        }

        if (xmp is not null)
        {
            items.Add(("mime", xmp, []));
        }

        byte[] record = [1, 0x01, 0x60, .. new byte[18], 0x0F, (byte)(configSei is null ? 1 : 2), 0xA1, 0, 1, 0, 3, 0x42, 1, 2];
        if (configSei is not null)
        {
            record = [.. record, 0xA7, 0, 1, .. Bytes.Big16(configSei.Length + 2), 0x4E, 1, .. configSei];
        }

        byte[][] own = [Box("ispe", zero, Bytes.Big32(40), Bytes.Big32(24)), Box("hvcC", record), .. properties ?? []];
        var alphaProperty = own.Length + 1;
        byte[][] all = alpha is null ? own : [.. own, Box("auxC", zero, Bytes.Latin("urn:mpeg:mpegB:cicp:systems:auxiliary:alpha\0"), alpha)];
        byte[] Meta(long offset)
        {
            var locations = new List<byte>();
            foreach (var (item, index) in items.Select((item, index) => (item, index)))
            {
                locations.AddRange([.. Bytes.Big16(index + 1), 0, 0, 0, 1, .. Bytes.Big32(offset), .. Bytes.Big32(item.Data.Length)]);
                offset += item.Data.Length;
            }

            var infos = items.Select((item, index) => Box("infe", [2, 0, 0, 0], Bytes.Big16(index + 1), [0, 0], Bytes.Latin(item.Type), item.Name, [0],
                item.Type == "mime" ? Bytes.Latin("application/rdf+xml\0") : []));
            byte[] links = [(byte)own.Length, .. Enumerable.Range(1, own.Length).Select(i => (byte)(i == 2 ? 0x82 : i))];
            byte[] associations = alpha is null ? [0, 0, 0, 1, 0, 1, .. links] : [0, 0, 0, 2, 0, 1, .. links, 0, 2, 3, 1, 0x82, (byte)alphaProperty];
            var references = new List<byte>();
            if (alpha is not null)
            {
                references.AddRange(Box("auxl", [0, 2, 0, 1, 0, 1]));
            }

            return Box("meta", zero, Box("hdlr", zero, zero, Bytes.Latin("pict"), new byte[13]), Box("pitm", zero, [0, 1]),
                Box("iloc", zero, [0x44, 0], Bytes.Big16(items.Count), [.. locations]),
                Box("iinf", zero, Bytes.Big16(items.Count), [.. infos.SelectMany(b => b)]),
                references.Count > 0 ? Box("iref", zero, [.. references]) : [],
                Box("iprp", Box("ipco", all), Box("ipma", zero, associations)), insideMeta ?? []);
        }

        var ftyp = Box("ftyp", Bytes.Latin("heic"), zero, Bytes.Latin("mif1heic"));
        var meta = Meta(0).Length;
        return [.. ftyp, .. Meta(ftyp.Length + meta + 8), .. Box("mdat", [.. items.SelectMany(i => i.Data), .. slack ?? []]), .. trailer ?? []];
    }

    private static HidingPlace[] Places() =>
    [
        new("Exif item", HeifRules.Items, s => Build(exif: s)),
        new("XMP item", HeifRules.Items, s => Build(xmp: s)),
        new("name of an item", HeifRules.ItemNames, s => Build(name: [.. s.Where(b => b != 0)])) { TextOnly = true },
        new("user description", HeifRules.Properties, s => Build(properties: [Box("udes", [0, 0, 0, 0], s)])),
        new("colour profile", HeifRules.Icc, s => Build(properties: [Box("colr", Bytes.Latin("prof"), new byte[132], s)])),
        new("SEI in the picture", HeifRules.InStream, s => Build(sei: s)),
        new("SEI in the configuration", HeifRules.ConfigArrays, s => Build(configSei: s)),
        new("data of an auxiliary type", HeifRules.AuxiliaryData, s => Build(alpha: s)) { SameAsPlain = false },
        new("box inside the index", HeifRules.Items, s => Build(insideMeta: Box("udta", s))),
        new("unreferenced media data", HeifRules.Items, s => Build(slack: s)),
        new("free box", HeifRules.Items, s => Build(trailer: Box("free", s))),
        new("uuid box", HeifRules.Items, s => Build(trailer: Box("uuid", s))),
        new("motion video", HeifRules.Items, s => Build(trailer: Box("mpvd", s))),
        new("behind the end", HeifRules.Items, s => Build(trailer: [0, 0, 0, 1, .. s])),
    ];
}
