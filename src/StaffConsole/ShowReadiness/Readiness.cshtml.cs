using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.EntityFrameworkCore;
using ReportingService.Core.Routing;
using ReportingService.Data;

namespace ReportingService.StaffConsole.ShowReadiness;

/// <summary>Desks that nobody can open.</summary>
public sealed class ReadinessModel(IDbContextFactory<ReportingDb> databases, RoutingData routing, TimeProvider time) : PageModel
{
    public IReadOnlyList<(string Desk, string Why)> Rows { get; private set; } = [];

    public int All { get; private set; }

    public async Task OnGetAsync(CancellationToken cancellationToken)
    {
        await using var db = await databases.CreateDbContextAsync(cancellationToken);
        var ready = await DeskKeys.WithReaderAsync(db, time.GetUtcNow(), cancellationToken);
        var states = (await db.UnitKeys.AsNoTracking().Select(key => new { key.Desk, key.Epoch, key.State }).ToListAsync(cancellationToken))
            .GroupBy(key => key.Desk, StringComparer.Ordinal).ToDictionary(group => group.Key, group => group.MaxBy(key => key.Epoch)!.State, StringComparer.Ordinal);
        var desks = routing.Desks.All.Where(desk => !desk.External).Select(desk => desk.Code).ToList();
        All = desks.Count;
        Rows = [.. desks.Where(desk => !ready.Contains(desk)).Select(desk => (desk, WhyOf(states, desk)))];
    }

    private static string WhyOf(Dictionary<string, UnitKeyState> states, string desk)
        => !states.TryGetValue(desk, out var state) ? "nokey" : state == UnitKeyState.Pending ? "pending" : "noreader";
}
