using ReportingService.Benchmarks;

// dotnet run -c Release --project tests/Benchmarks -- intake|media|scrub|routing|train-labels
switch (args.FirstOrDefault())
{
    case "intake":
        await IntakeBenchmark.RunAsync();
        return 0;
    case "media":
        await MediaBenchmark.RunAsync();
        return 0;
    case "scrub":
        await ScrubBenchmark.RunAsync();
        return 0;
    case "routing":
        RoutingBenchmark.Run();
        return 0;
    case "train-labels":
        TrainLabels.Run();
        return 0;
    default:
        Console.Error.WriteLine("Say which: intake, media, scrub, routing, train-labels");
        return 2;
}
