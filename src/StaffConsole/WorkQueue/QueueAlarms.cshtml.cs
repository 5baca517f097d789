using Microsoft.AspNetCore.Mvc.RazorPages;
using ReportingService.StaffConsole.Access;

namespace ReportingService.StaffConsole.WorkQueue;

/// <summary>The line with the alarms alone, for the script that keeps it live on every page.</summary>
public sealed class QueueAlarmsModel(AlarmReader reader) : PageModel
{
    public Alarms Alarms { get; private set; } = null!;

    public async Task OnGetAsync(CancellationToken cancellationToken) => Alarms = await reader.ReadAsync(HttpContext.Staff(), cancellationToken);
}
