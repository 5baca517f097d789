namespace ReportingService.Core.Routing;

/// <summary>The patrol sectors of all stations with their dates, from <c>sectors.json</c> of the routing folder. Without that file there are none.</summary>
public sealed class SectorDirectory
{
    /// <summary>The name of the file.</summary>
    public const string FileName = "sectors.json";

    private readonly ILookup<string, Sector> byCode;

    private SectorDirectory(IReadOnlyList<Sector> all)
    {
        All = all;
        byCode = all.ToLookup(sector => sector.Code, StringComparer.Ordinal);
    }

    /// <summary>A police force that has given no sectors.</summary>
    public static SectorDirectory None { get; } = new([]);

    /// <summary>Every sector at each of its times, in the order of the file.</summary>
    public IReadOnlyList<Sector> All { get; }

    /// <summary>What a code meant on a day; null when the file does not know, or no longer.</summary>
    public Sector? Find(string code, DateOnly day) => byCode[code].FirstOrDefault(sector => sector.Serves(day));

    /// <exception cref="InvalidDataException">The file is refused; the message names the line.</exception>
    public static SectorDirectory Load(Stream json, DeskDirectory desks) => new(SectorReader.Read(json, desks));

    /// <summary>The sectors of a routing folder, if it has any.</summary>
    internal static SectorDirectory Load(Func<string, Stream> open, DeskDirectory desks)
    {
        Stream json;
        try
        {
            json = open(FileName);
        }
        catch (FileNotFoundException)
        {
            return None;
        }

        using (json)
        {
            return Load(json, desks);
        }
    }
}
