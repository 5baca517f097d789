namespace ReportingService.Scrubbing.Tests;

/// <summary>What the mutations of one parser begin with: its plain file, its variants, and a file for each hiding place.</summary>
internal sealed record FuzzSeeds(byte[][] Files, Func<byte[], byte[]> Repair)
{
    public static readonly IReadOnlyDictionary<string, FuzzSeeds> Every =
        PictureFormat.All.Select(f => (f.Name, Seeds: Of(f.Plain, f.Variants, f.Places, f.Repair)))
            .Concat(MediaSamples.All.Select(f => (f.Name, Seeds: Of(f.Plain, f.Variants, f.Places, f.Repair))))
            .ToDictionary(f => f.Name, f => f.Seeds, StringComparer.Ordinal);

    private static FuzzSeeds Of(byte[] plain, byte[][] variants, HidingPlace[] places, Func<byte[], byte[]> repair) =>
        new([plain, .. variants, .. places.Select(place => place.Plant(Secret.Ascii))], repair);
}
