using ReportingService.Labelling.Model;

namespace ReportingService.Labelling.Tests;

public sealed class ModelTests
{
    [Fact]
    public void IsCurrent_WeightsOfTheFolder_ComeFromItsExamples()
        => Assert.True(ModelTraining.IsCurrent(RoutingFolder.Open), "Run: dotnet run -c Release --project tests/Benchmarks -- train-labels");

    [Fact]
    public void IsCurrent_AnExampleMore_IsFound()
        => Assert.False(ModelTraining.IsCurrent(name => name.EndsWith(".tsv", StringComparison.Ordinal)
            ? new MemoryStream([.. "theft\t\tmore\n"u8.ToArray(), .. Bytes(name)])
            : RoutingFolder.Open(name)));

    [Fact]
    public void Load_BrokenWeights_SaysWhichFile()
        => Assert.Contains("weights.bin", Assert.Throws<InvalidDataException>(() => RouteCases.RouteCommand.Load(
            name => name.EndsWith(".bin", StringComparison.Ordinal) ? new MemoryStream([1, 2, 3]) : RoutingFolder.Open(name))).Message, StringComparison.Ordinal);

    [Fact]
    public void Read_UntoldFlagMisspelt_IsRefusedWithItsLine()
        => Assert.Contains(", line 2:", Assert.Throws<InvalidDataException>(() => ModelTraining.Run(
            name => name.EndsWith(".tsv", StringComparison.Ordinal) ? new MemoryStream("# signs\n# untold: third_part\n"u8.ToArray()) : RoutingFolder.Open(name),
            Stream.Null)).Message, StringComparison.Ordinal);

    private static byte[] Bytes(string name)
    {
        using var file = RoutingFolder.Open(name);
        using var copy = new MemoryStream();
        file.CopyTo(copy);
        return copy.ToArray();
    }
}
