using ReportingService.TestKit;

namespace ReportingService.Standalone.Tests;

/// <summary><c>start.sh</c> in front of a short command, in a tree of stand-ins: when it runs the last build, and when it looks for changes first.</summary>
public sealed class StartScriptTests
{
    private static readonly DateTime Built = new(2026, 1, 2, 3, 4, 5, DateTimeKind.Utc);

    [Fact]
    public async Task Command_BuildIsNewerThanEverySource_RunsItAtOnceAndQuietly()
    {
        using var tree = new TestFolder();
        await PlantAsync(tree);
        Assert.Equal($"{Program(tree)} status --json", await RunAsync(tree, "status", "--json"));
    }

    [Theory]
    [InlineData("src/Intake/Pages/Start.cshtml")]
    [InlineData("src/Intake/wwwroot/new.css")]
    [InlineData("Directory.Build.props")]
    [InlineData("infra/routing/rules.json")]
    public async Task Command_SomethingIsNewerThanTheBuild_LooksForChangesFirst(string changed)
    {
        using var tree = new TestFolder();
        await PlantAsync(tree);
        await WriteAsync(tree, changed, "changed", Built.AddMinutes(1));
        var said = await RunAsync(tree, "status");
        Assert.Contains("run --project", said, StringComparison.Ordinal);
        Assert.Contains("-- status", said, StringComparison.Ordinal);
    }

    /// <summary>What a build or the package manager writes, and texts for people, change no build.</summary>
    [Theory]
    [InlineData("src/Intake/obj/project.assets.json")]
    [InlineData("src/Web/node_modules/a.js")]
    [InlineData("src/README.md")]
    public async Task Command_OnlyByWorkIsNewer_RunsTheBuild(string changed)
    {
        using var tree = new TestFolder();
        await PlantAsync(tree);
        await WriteAsync(tree, changed, "changed", Built.AddMinutes(1));
        Assert.Equal($"{Program(tree)} status", await RunAsync(tree, "status"));
    }

    [Theory]
    [InlineData("--demo")]
    [InlineData]
    public async Task Start_OfTheProduct_AlwaysLooksForChanges(params string[] arguments)
    {
        using var tree = new TestFolder();
        await PlantAsync(tree);
        Assert.Contains("run --project", await RunAsync(tree, arguments), StringComparison.Ordinal);
    }

    private static string Program(TestFolder tree) => tree["src", "Standalone", "bin", "Debug", "net10.0", "ReportingService.Standalone.dll"];

    private static async Task PlantAsync(TestFolder tree)
    {
        foreach (var source in new[] { "src/Intake/Pages/Start.cshtml", "src/Standalone/Program.cs", "Directory.Build.props", "Directory.Packages.props", "global.json", "infra/routing/rules.json" })
        {
            await WriteAsync(tree, source, "as built", Built.AddHours(-1));
        }

        await WriteAsync(tree, "src/Standalone/bin/Debug/net10.0/ReportingService.Standalone.dll", "program", Built.AddHours(-2));
        await WriteAsync(tree, "src/Standalone/bin/Debug/net10.0/ReportingService.Intake.dll", "the last that was built", Built);
        await WriteAsync(tree, "src/Standalone/bin/Debug/net10.0/routing/rules.json", "as built", Built.AddHours(-1));
        await WriteAsync(tree, "infra/dev/start.sh", await File.ReadAllTextAsync(Path.Combine(RepositoryRoot.Path, "infra", "dev", "start.sh")), Built);
        await WriteAsync(tree, "infra/dev/setup.sh", "#!/bin/sh\necho setup", Built);
        await WriteAsync(tree, "programs/dotnet", "#!/bin/sh\necho \"$@\"", Built);
        foreach (var script in new[] { tree["infra", "dev", "setup.sh"], tree["programs", "dotnet"] })
        {
            File.SetUnixFileMode(script, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        }
    }

    private static async Task WriteAsync(TestFolder tree, string path, string text, DateTime at)
    {
        var file = tree[path.Split('/')];
        Directory.CreateDirectory(Path.GetDirectoryName(file)!);
        await File.WriteAllTextAsync(file, text);
        File.SetLastWriteTimeUtc(file, at);
    }

    private static async Task<string> RunAsync(TestFolder tree, params string[] arguments)
    {
        using var script = new ChildProcess(
            "bash", [tree["infra", "dev", "start.sh"], .. arguments], new Dictionary<string, string> { ["PATH"] = tree["programs"] + ":" + Environment.GetEnvironmentVariable("PATH") });
        Assert.Equal(0, await script.WaitAsync(TimeSpan.FromSeconds(120)));
        return script.Output.Trim();
    }
}
