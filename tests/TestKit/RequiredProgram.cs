namespace ReportingService.TestKit;

/// <summary>A program that tests need on this machine. A missing one fails the test: a test that silently skips proves nothing.</summary>
public static class RequiredProgram
{
    /// <summary>Set to 1 to skip, knowingly, tests whose programs are not installed.</summary>
    public const string MaySkip = "REPORTING_TESTS_MAY_SKIP";

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

        var message = $"{what} is not installed. Run infra/dev/setup.sh test, or set {MaySkip}=1 to leave out the tests that need it.";
        if (Environment.GetEnvironmentVariable(MaySkip) == "1")
        {
            Xunit.Assert.Skip(message);
        }

        throw new InvalidOperationException(message);
    }

    private static IEnumerable<string> Expand(string candidate)
        => candidate.Contains('/', StringComparison.Ordinal)
            ? [candidate]
            : (Environment.GetEnvironmentVariable("PATH") ?? "").Split(':').Select(folder => Path.Combine(folder, candidate));
}
