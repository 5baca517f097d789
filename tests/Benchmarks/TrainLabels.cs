using System.Diagnostics;
using ReportingService.Labelling.Model;
using ReportingService.TestKit;

namespace ReportingService.Benchmarks;

/// <summary>
/// Trains the text model anew and writes it into the routing folder; to be run after any change of examples, concepts or
/// lexicons. <c>train-labels measure [batches] [file]</c> writes nothing but how well texts are read that the model was
/// not trained on; <c>train-labels score examples.tsv [file]</c> does so for a file outside the folder. The file gets what was wrong.
/// </summary>
internal static class TrainLabels
{
    private static readonly string Folder = Path.Combine(RepositoryRoot.Path, "infra", "routing");

    public static void Run(string[] args)
    {
        var since = Stopwatch.GetTimestamp();
        using var faults = args.Length > 2 ? new StreamWriter(args[2]) : StreamWriter.Null;
        switch (args.FirstOrDefault())
        {
            case "measure":
                Measure(args.ElementAtOrDefault(1)?.Trim('-') ?? "", faults);
                break;
            case "score":
                using (var examples = File.OpenRead(args[1]))
                {
                    Console.WriteLine(BatchScore.Heading);
                    Console.WriteLine(new CrossValidation(Open).Score(examples, args[1], faults));
                }

                break;
            default:
                using (var weights = new MemoryStream())
                {
                    var count = ModelTraining.Run(Open, weights);
                    File.WriteAllBytes(Path.Combine(Folder, "model", "weights.bin"), weights.ToArray());
                    Console.WriteLine($"model/weights.bin: {weights.Length} bytes from {count} examples");
                }

                break;
        }

        Console.WriteLine($"{Stopwatch.GetElapsedTime(since).TotalSeconds:F0} s");
    }

    private static void Measure(string batches, TextWriter faults)
    {
        Console.WriteLine(BatchScore.Heading);
        foreach (var score in new CrossValidation(Open).Run(batches, faults))
        {
            Console.WriteLine(score);
        }
    }

    private static FileStream Open(string name) => File.OpenRead(Path.Combine(Folder, name));
}
