namespace ReportingService.Scrubbing.Formats.Mp4;

/// <summary>Which boxes may stand in which in our own output. Everything else fails verification.</summary>
internal static class BoxGrammar
{
    private static readonly Dictionary<string, string[]> Inside = new()
    {
        ["moov"] = ["mvhd", "trak", "mvex"],
        ["mvex"] = ["trex"],
        ["trak"] = ["tkhd", "edts", "mdia"],
        ["edts"] = ["elst"],
        ["mdia"] = ["mdhd", "hdlr", "minf"],
        ["minf"] = ["vmhd", "smhd", "hdlr", "dinf", "stbl"],
        ["dinf"] = ["dref"],
        ["stbl"] = ["stsd", "stts", "ctts", "stss", "stsc", "stsz", "stco", "co64"],
        ["moof"] = ["mfhd", "traf"],
        ["traf"] = ["tfhd", "tfdt", "trun"],
        ["video"] = ["avcC", "hvcC", "av1C", "vpcC", "esds", "d263", "colr", "pasp", "fiel", "clap"],
        ["audio"] = ["esds", "wave", "alac", "dac3", "dec3", "dOps", "dfLa", "pcmC", "srat"],
        ["wave"] = ["frma", "mp4a", "esds", "alac", "dac3", "dec3"],
    };

    public static bool IsParent(string type) => type.Length == 4 && Inside.ContainsKey(type);

    public static bool Allows(string parent, string child) => Array.IndexOf(Inside[parent], child) >= 0;
}
