using Microsoft.AspNetCore.Mvc.RazorPages;
using ReportingService.StaffConsole.Access;
using ReportingService.StaffConsole.Layout;

namespace ReportingService.StaffConsole.ShowReadiness;

/// <summary>Desks that nobody can open, desks where members wait, and who can act.</summary>
public sealed class ReadinessModel(ReadinessReader reader, DeskOrder order) : PageModel
{
    /// <summary>So many names are said; a desk with more is known by its first ones.</summary>
    public const int FewNames = 4;

    public IReadOnlyList<ReadinessRow> Rows { get; private set; } = [];

    /// <summary>How many of them nobody can open.</summary>
    public int Unread => Rows.Count(row => row.Why is not null and not "recused");

    public int All { get; private set; }

    public async Task OnGetAsync(CancellationToken cancellationToken)
    {
        var user = HttpContext.Staff();
        var desks = order.Sort(reader.DesksOf(user), user.OwnDesks);
        All = desks.Count;
        Rows = await reader.ReadAsync(desks, cancellationToken);
    }

    /// <summary>The first of these names.</summary>
    public static string Few(IReadOnlyList<string> names) => string.Join(", ", names.Take(FewNames)) + (names.Count > FewNames ? ", …" : "");
}
