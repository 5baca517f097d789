using ReportingService.Labelling.Model;
using ReportingService.TestKit;

namespace ReportingService.Benchmarks;

/// <summary>Trains the text model anew and writes it into the routing folder; to be run after any change of examples, concepts or lexicons.</summary>
internal static class TrainLabels
{
    public static void Run()
    {
        var folder = Path.Combine(RepositoryRoot.Path, "infra", "routing");
        foreach (var (batch, texts, right) in ModelTraining.CrossValidate(name => File.OpenRead(Path.Combine(folder, name))))
        {
            Console.WriteLine($"batch {batch}, by a model trained on the others: category of {right} of {texts}");
        }

        using var weights = new MemoryStream();
        var examples = ModelTraining.Run(name => File.OpenRead(Path.Combine(folder, name)), weights);
        File.WriteAllBytes(Path.Combine(folder, "model", "weights.bin"), weights.ToArray());
        Console.WriteLine($"model/weights.bin: {weights.Length} bytes from {examples} examples");
    }
}
