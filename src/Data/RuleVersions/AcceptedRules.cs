using System.Globalization;
using ReportingService.Core.Routing;
using ReportingService.Sealing;

namespace ReportingService.Data;

/// <summary>The last version that was good, with its text: what stays in force whatever the database says next.</summary>
public sealed record AcceptedVersion(int Number, byte[] Hash, DateTimeOffset ActivatedAt, byte[] Content)
{
    /// <summary>As what the next version follows on.</summary>
    public RulePredecessor AsPredecessor => new(Number, Hash, ActivatedAt);
}

/// <summary>
/// Keeps the last good version, in a file when it is given one. Threat: the newest rows are deleted or an older version is put back, and
/// the host is restarted so that it forgets what it had seen.
/// </summary>
public sealed class AcceptedRules
{
    private const string FirstLine = "lajmero-policine rules in force 1";
    private readonly string? path;

    /// <summary>Begins with the rules of the folder, or with what the file remembers.</summary>
    /// <param name="routing">The folder's rules.</param>
    /// <param name="path">The file, or nothing.</param>
    /// <param name="keep">False for a process that only looks: what it accepts is nobody's memory.</param>
    /// <exception cref="FormatException">The file is something else.</exception>
    public AcceptedRules(RoutingData routing, string? path, bool keep = true)
    {
        this.path = keep && !string.IsNullOrEmpty(path) ? path : null;
        Last = !string.IsNullOrEmpty(path) && File.Exists(path)
            ? Read(path)
            : new AcceptedVersion(0, RuleProposal.HashOfFirstRules(routing.FirstRulesText), DateTimeOffset.UnixEpoch, routing.FirstRulesText);
    }

    /// <summary>The last good version; number 0 is the folder's file.</summary>
    public AcceptedVersion Last { get; private set; }

    /// <summary>Remembers a version that passed every check. Written aside and renamed, so that a crash leaves the old one or the new one.</summary>
    public void Accept(AcceptedVersion version)
    {
        Last = version;
        if (path is null)
        {
            return;
        }

        string[] lines =
        [
            FirstLine, version.Number.ToString(CultureInfo.InvariantCulture), Convert.ToHexStringLower(version.Hash),
            version.ActivatedAt.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture), Convert.ToBase64String(version.Content),
        ];
        var aside = $"{path}.{Environment.ProcessId}";
        File.WriteAllLines(aside, lines);
        File.Move(aside, path, overwrite: true);
    }

    private static AcceptedVersion Read(string path)
    {
        try
        {
            return File.ReadAllLines(path) is [FirstLine, var number, var hash, var at, var content, ..]
                ? new AcceptedVersion(
                    int.Parse(number, NumberStyles.None, CultureInfo.InvariantCulture), Convert.FromHexString(hash),
                    DateTimeOffset.FromUnixTimeSeconds(long.Parse(at, NumberStyles.None, CultureInfo.InvariantCulture)), Convert.FromBase64String(content))
                : throw new FormatException();
        }
        catch (Exception fault) when (fault is FormatException or OverflowException or ArgumentOutOfRangeException)
        {
            throw new FormatException($"'{path}' does not hold the rules in force; remove it only if you know why it changed.", fault);
        }
    }
}
