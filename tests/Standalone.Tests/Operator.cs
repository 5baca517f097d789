using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using ReportingService.Data;
using ReportingService.TestKit;
using ReportingService.TestKit.Running;

namespace ReportingService.Standalone.Tests;

/// <summary>What an operator has: commands, each a process of its own, and the database of an instance.</summary>
internal static class Operator
{
    public static Task<(int Code, string Output)> RunAsync(params string[] arguments) => RunWithAsync(null, arguments);

    public static async Task<(int Code, string Output)> RunWithAsync(IReadOnlyDictionary<string, string>? environment, params string[] arguments)
    {
        using var process = new ChildProcess("dotnet", ["exec", RunningProduct.Program, .. arguments], environment);
        return (await process.WaitAsync(TimeSpan.FromSeconds(120)), process.Output);
    }

    public static ServiceProvider ServicesOf(string data)
    {
        var services = new ServiceCollection();
        services.AddLogging();
        services.AddReportingData(new ConfigurationBuilder().AddInMemoryCollection(new Dictionary<string, string?>
        {
            ["Database:Provider"] = "sqlite",
            ["ConnectionStrings:Reports"] = $"Data Source={Path.Combine(data, "reports.db")}",
            ["Blobs:Folder"] = Path.Combine(data, "blobs"),
        }).Build());
        return services.BuildServiceProvider();
    }
}
