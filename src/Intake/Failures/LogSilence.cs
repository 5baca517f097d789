namespace ReportingService.Intake.Failures;

/// <summary>Switches whole families of log categories down to warnings.</summary>
internal static class LogSilence
{
    /// <summary>Removes every rule about the family and adds one that lets only warnings through, for every provider.</summary>
    public static void Silence(this LoggerFilterOptions options, string family)
    {
        foreach (var rule in options.Rules.Where(rule => rule.CategoryName?.StartsWith(family, StringComparison.OrdinalIgnoreCase) == true).ToList())
        {
            options.Rules.Remove(rule);
        }

        // Provider-specific rules win over general ones: those that cover everything are given the exception too.
        foreach (var provider in options.Rules.Select(rule => rule.ProviderName).Append(null).Distinct().ToList())
        {
            options.Rules.Add(new LoggerFilterRule(provider, family, LogLevel.Warning, null));
        }
    }
}
