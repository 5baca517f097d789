using System.Text;

namespace ReportingService.TestKit;

/// <summary>
/// The product's routing folder with patrol sectors that are made up for tests: no real ones are public. Near Gjilan one was drawn anew at the
/// end of 2025, when a second one began; one in Ferizaj has an outline alone, into which nothing of Gjilan falls.
/// </summary>
public static class RoutingWithSectors
{
    /// <summary>Names, codes and outlines of the tests alone.</summary>
    public const string Sectors = """
        {
          "sectors": [
            { "code": "TEST-NORTH", "sq": "Veriu i vjetër", "sr": "Stari sever", "en": "Old north", "station": "PS_GJILAN", "until": "2025-12-31",
              "settlements": ["Kmetofc", "Cernicë"],
              "outline": { "type": "Polygon", "coordinates": [[[21.50, 42.47], [21.56, 42.47], [21.56, 42.52], [21.50, 42.52], [21.50, 42.47]]] } },
            { "code": "TEST-NORTH", "sq": "Veriu i ri", "sr": "Novi sever", "en": "New north", "station": "PS_GJILAN", "from": "2026-01-01",
              "settlements": ["Kmetofc"],
              "outline": { "type": "Polygon", "coordinates": [[[21.53, 42.47], [21.56, 42.47], [21.56, 42.52], [21.53, 42.52], [21.53, 42.47]]] } },
            { "code": "TEST-SOUTH", "sq": "Jugu", "sr": "Jug", "en": "South", "station": "PS_GJILAN", "from": "2026-01-01",
              "settlements": ["Cërnicë", "Livoç i Poshtëm"],
              "outline": { "type": "MultiPolygon", "coordinates": [[[[21.40, 42.40], [21.54, 42.40], [21.54, 42.48], [21.40, 42.48], [21.40, 42.40]], [[21.44, 42.42], [21.46, 42.42], [21.46, 42.44], [21.44, 42.44], [21.44, 42.42]]]] } },
            { "code": "TEST-FERIZAJ", "sq": "Ferizaj", "sr": "Uroševac", "en": "Ferizaj", "station": "PS_FERIZAJ",
              "outline": { "type": "Polygon", "coordinates": [[[21.0, 42.3], [21.6, 42.3], [21.6, 42.6], [21.0, 42.6], [21.0, 42.3]]] } }
          ]
        }
        """;

    /// <summary>Opens a file of the folder by its name.</summary>
    public static Stream Open(string name) => Open(Sectors, name);

    /// <summary>With other sectors.</summary>
    public static Stream Open(string sectors, string name)
        => name == "sectors.json" ? new MemoryStream(Encoding.UTF8.GetBytes(sectors)) : File.OpenRead(Path.Combine(RepositoryRoot.Path, "infra", "routing", name));
}
