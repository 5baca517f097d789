using ReportingService.Core.Keys;
using ReportingService.Core.Routing;
using ReportingService.Core.Vocabulary;
using ReportingService.Data;
using ReportingService.Standalone.Running;

namespace ReportingService.Standalone.Commands;

/// <summary>What an operator can do about reports that wait: what has to be so before, and the command as it works on this instance.</summary>
/// <param name="closed">Desks that nobody can open.</param>
internal sealed class StatusAdvice(DeskDirectory desks, IReadOnlyCollection<string> closed, DataFolder data, DateOnly today)
{
    /// <summary>About reports that wait for a key.</summary>
    public string On(WaitingReports row)
        => row.AtRecovery ? OnRecovery(row)
            : desks.Find(row.Desk) is null
                ? $"nobody can open this desk, and units.json no longer has it. Put it back there with an end (until); then {Grant(row.Desk)}"
                : $"nobody can open this desk. {Capital(Grant(row.Desk))}";

    /// <summary>About reports whose every reader has recused.</summary>
    public string On(RecusedReports row)
        => $"every reader has recused. An administrator assigns another member to {row.Desk}; a reader there admits them, or {Grant(row.Desk)}";

    /// <summary>About reports that nobody took within their clock.</summary>
    public static string On(OverdueReports row)
        => $"call {row.Desk}: an officer there signs in, opens the report and takes it, or passes it on";

    private string OnRecovery(WaitingReports row)
    {
        var release = $"a custodian runs: keys release --domain {Codes.Of(row.Domain)} --recovery-key FILE{OfThisInstance}";
        var takers = Takers(row);
        var ready = takers.FirstOrDefault(desk => !closed.Contains(desk));
        var first = ready is not null ? $"{ready} can be opened now: " : takers.Count > 0 ? $"first make {string.Join(" or ", takers)} ready (console, Desks; then keys sign), then " : string.Empty;
        return $"sealed to the recovery key of this body; {first}{release}. What a reporter took back from a desk goes to the body that got the later words, which has to be ready instead";
    }

    /// <summary>Who may take what waits for a desk: itself, whoever has its work today, or the nearest above.</summary>
    private List<string> Takers(WaitingReports row)
        => desks.Serving(desks.Find(row.Desk) is null ? ProtectedBody.Of(row.Domain)?.Desk ?? "DESK" : row.Desk, today) is { } serving
            ? [.. serving.Nearest.Prepend(serving.Code).Where(code => desks.Find(code) is { External: false } desk && desk.Domain == row.Domain)]
            : [];

    private string Grant(string desk)
        => $"a custodian admits an active account (an administrator makes one if none is left): grant --user U --desk {desk} --recovery-key FILE{OfThisInstance}";

    /// <summary>Without it a command means another instance, or none.</summary>
    private string OfThisInstance => data.Path == Path.GetFullPath(DataOption.Usual) ? string.Empty : $" --data {data.Path}";

    private static string Capital(string sentence) => char.ToUpperInvariant(sentence[0]) + sentence[1..];
}
