namespace ReportingService.Labelling;

/// <summary>The files of the routing folder that labelling reads.</summary>
public static class LexiconFiles
{
    public const string Equivalents = "lexicons/equivalents.txt";
    public const string Polygons = "municipalities.geojson";
    public const string Settlements = "settlements.csv";
    public const string Examples = "model/examples.tsv";

    /// <summary>The lexicons, in the order they are read.</summary>
    public static IReadOnlyList<string> Lexicons { get; } =
        ["lexicons/base.txt", "lexicons/danger.txt", "lexicons/categories.txt", "lexicons/flags.txt", "lexicons/pairs.txt", "lexicons/police.txt", "lexicons/places.txt"];
}
