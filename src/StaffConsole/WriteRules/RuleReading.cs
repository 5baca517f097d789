using System.Text;
using ReportingService.Core.Keys;
using ReportingService.Core.Routing;

namespace ReportingService.StaffConsole.WriteRules;

/// <summary>A draft read against the version in force: what it changes and who must agree, or why it is refused.</summary>
public sealed record RuleReading(RuleSet? Rules, RuleSetException? Fault, IReadOnlyList<RuleChange> Changes, IReadOnlyList<KeyDomain> Bodies, IReadOnlyList<DifferingLine> Lines)
{
    /// <summary>More characters than this are no rules: a form of the console takes no more.</summary>
    public const int Longest = 40_000;

    /// <summary>Whether a text is longer than that.</summary>
    public static bool IsTooLong(byte[] content) => Encoding.UTF8.GetCharCount(content) > Longest;

    /// <summary>Reads by exactly the checks that a file passes when a host loads it.</summary>
    public static RuleReading Of(byte[] content, RuleSet inForce, byte[] inForceText, DeskDirectory desks)
    {
        try
        {
            if (IsTooLong(content))
            {
                throw new RuleSetException(1, "too_large", Longest.ToString(System.Globalization.CultureInfo.InvariantCulture));
            }

            var rules = RuleSet.Load(content, desks);
            return new RuleReading(
                rules, null, RuleSetDifference.Between(inForce, rules), RuleSetDifference.CoSigners(inForce, rules),
                LineDifference.Between(Encoding.UTF8.GetString(inForceText), Encoding.UTF8.GetString(content)));
        }
        catch (RuleSetException fault)
        {
            return new RuleReading(null, fault, [], [], []);
        }
    }

    /// <summary>The line that the fault names, as written.</summary>
    public static string LineAt(byte[] content, int line)
        => Encoding.UTF8.GetString(content).ReplaceLineEndings("\n").Split('\n').ElementAtOrDefault(line - 1) ?? "";
}
