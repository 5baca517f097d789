using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using ReportingService.StaffConsole.Access;

namespace ReportingService.StaffConsole.WorkQueue;

/// <summary>The rows alone, for the script that keeps the list live.</summary>
public sealed class QueueRowsModel(QueueReader reader) : PageModel
{
    [BindProperty(SupportsGet = true)]
    public string? Desk { get; set; }

    [BindProperty(SupportsGet = true)]
    public string? Show { get; set; }

    [BindProperty(SupportsGet = true)]
    public string? After { get; set; }

    public QueuePage Rows { get; private set; } = null!;

    public async Task OnGetAsync(CancellationToken cancellationToken)
        => Rows = await reader.ReadAsync(HttpContext.Staff(), Desk, Show == "ended", QueueCursor.Read(After), cancellationToken);
}
