namespace ReportingService.TestKit;

/// <summary>A program that tests need on this machine. A missing one fails the test: a test that silently skips proves nothing.</summary>
public static class RequiredProgram
{
    /// <summary>Path of the first candidate that exists.</summary>
    public static string Find(string what, params string[] candidates)
    {
        foreach (var candidate in candidates.SelectMany(Expand))
        {
            if (File.Exists(candidate))
            {
                return candidate;
            }
        }

        throw new InvalidOperationException($"{what} is not installed. Run infra/dev/setup.sh test.");
    }

    private static IEnumerable<string> Expand(string candidate)
        => candidate.Contains('/', StringComparison.Ordinal)
            ? [candidate]
            : (Environment.GetEnvironmentVariable("PATH") ?? "").Split(':').Select(folder => Path.Combine(folder, candidate));
}
