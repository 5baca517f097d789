namespace ReportingService.Labelling;

/// <summary>The files of the routing folder that labelling reads.</summary>
public static class LexiconFiles
{
    public const string Equivalents = "lexicons/equivalents.txt";
    public const string Polygons = "municipalities.geojson";
    public const string Settlements = "settlements.csv";
    public const string Concepts = "model/concepts.txt";

    /// <summary>The trained model.</summary>
    public const string Weights = "model/weights.bin";

    /// <summary>What the model is trained from, in this order; read by the trainer only.</summary>
    public static IReadOnlyList<string> Examples { get; } =
        ["model/examples-a.tsv", "model/examples-b1.tsv", "model/examples-b2.tsv", "model/examples-b3.tsv", "model/examples-b4.tsv", "model/examples-c1.tsv", "model/examples-c2.tsv", "model/examples-d1.tsv", "model/examples-d2.tsv", "model/examples-e1.tsv", "model/examples-f1.tsv", "model/examples-g1.tsv", "model/examples-h1.tsv", "model/examples-h2.tsv", "model/examples-i1.tsv", "model/examples-j1.tsv", "model/examples-k1.tsv", "model/examples-l1.tsv", "model/examples-m1.tsv", "model/examples-n1.tsv", "model/examples-o1.tsv", "model/examples-p1.tsv", "model/examples-q1.tsv", "model/examples-r1.tsv", "model/examples-s1.tsv", "model/examples-t1.tsv", "model/examples-u1.tsv", "model/examples-v1.tsv", "model/examples-w1.tsv", "model/examples-x1.tsv", "model/examples-y1.tsv", "model/examples-z1.tsv", "model/examples-aa1.tsv", "model/examples-bb1.tsv", "model/examples-cc1.tsv", "model/examples-dd1.tsv", "model/examples-ee1.tsv", "model/examples-ff1.tsv", "model/examples-gg1.tsv", "model/examples-hh1.tsv", "model/examples-ii1.tsv", "model/examples-jj1.tsv", "model/examples-kk1.tsv", "model/examples-ll1.tsv", "model/examples-mm1.tsv", "model/examples-nn1.tsv", "model/examples-oo1.tsv"];

    /// <summary>The lexicons, in the order they are read.</summary>
    public static IReadOnlyList<string> Lexicons { get; } =
        ["lexicons/base.txt", "lexicons/danger.txt", "lexicons/categories.txt", "lexicons/flags.txt", "lexicons/pairs.txt", "lexicons/police.txt", "lexicons/places.txt", "lexicons/hints.txt"];
}
