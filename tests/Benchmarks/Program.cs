using ReportingService.Benchmarks;

// dotnet run -c Release --project tests/Benchmarks -- intake|media|scrub|routing|workers|train-labels; intake also takes the numbers of
// senders, workers those of processes
switch (args.FirstOrDefault())
{
    case "intake":
        await IntakeBenchmark.RunAsync(args.Length > 1 ? [.. args[1..].Select(int.Parse)] : [1, 8, 32, 500]);
        return 0;
    case "media":
        await MediaBenchmark.RunAsync();
        return 0;
    case "scrub":
        await ScrubBenchmark.RunAsync();
        return 0;
    case "routing":
        await RoutingBenchmark.RunAsync();
        return 0;
    case "workers":
        var apart = new Table("workers");
        foreach (var number in args.Length > 1 ? args[1..].Select(int.Parse) : [1, 2])
        {
            await BacklogBenchmark.AddWorkersAsync(apart, number);
        }

        apart.Print();
        return 0;
    case "train-labels":
        TrainLabels.Run(args[1..]);
        return 0;
    default:
        Console.Error.WriteLine("Say which: intake, media, scrub, routing, workers, train-labels");
        return 2;
}
