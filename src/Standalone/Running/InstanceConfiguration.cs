namespace ReportingService.Standalone.Running;

/// <summary>The configuration the three hosts read, filled for one data folder. The same keys are environment variables when they run apart.</summary>
internal static class InstanceConfiguration
{
    public static IReadOnlyDictionary<string, string?> Of(DataFolder data, bool demo, Uri? staff = null) => new Dictionary<string, string?>
    {
        ["Database:Provider"] = "sqlite",
        ["ConnectionStrings:Reports"] = $"Data Source={data.Database}",
        ["Blobs:Provider"] = "files",
        ["Blobs:Folder"] = data.Blobs,
        ["Messages:Transport"] = "memory",
        ["Trust:File"] = data.Trust,
        ["Trust:MemoryFile"] = data.SeenKeys,
        ["Rules:MemoryFile"] = data.RulesInForce,
        ["Triage:KeyFolder"] = data.RouterKeys,
        ["Routing:Folder"] = Path.Combine(AppContext.BaseDirectory, "routing"),
        ["Scrub:ScratchFolder"] = data.Scratch,
        ["Intake:FormTokenKeyFile"] = data.FormTokenKey,
        ["StaffConsole:Url"] = staff?.GetLeftPart(UriPartial.Authority) ?? "http://localhost:5081",
        ["StaffConsole:FirstStartFolder"] = demo ? string.Empty : data.Path,
        ["Site:Demo"] = demo ? "true" : "false",
    };

    /// <summary>For the operator's commands. The environment comes last: with it they work on the database of hosts that run apart.</summary>
    public static IConfiguration Build(DataFolder data) => new ConfigurationBuilder().AddInMemoryCollection(Of(data, data.IsDemo)).AddEnvironmentVariables().Build();
}
