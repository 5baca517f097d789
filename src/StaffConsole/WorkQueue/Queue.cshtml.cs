using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using ReportingService.StaffConsole.Access;
using ReportingService.StaffConsole.Keys;

namespace ReportingService.StaffConsole.WorkQueue;

/// <summary>The queue of the reader's desks.</summary>
public sealed class QueueModel(QueueReader reader, DeskNeeds needs) : PageModel
{
    /// <summary>Up to so many desks stand side by side; more go into a list to choose from.</summary>
    public const int FewDesks = 5;

    [BindProperty(SupportsGet = true)]
    public string? Desk { get; set; }

    [BindProperty(SupportsGet = true)]
    public string? Show { get; set; }

    [BindProperty(SupportsGet = true)]
    public string? After { get; set; }

    /// <summary>What to say on top: a report was passed on, the reader stepped aside.</summary>
    [BindProperty(SupportsGet = true)]
    public string? Done { get; set; }

    public QueuePage Rows { get; private set; } = null!;

    public IReadOnlyList<string> Desks { get; private set; } = [];

    /// <summary>What is missing at the reader's desks.</summary>
    public IReadOnlyList<DeskNeed> Needs { get; private set; } = [];

    /// <summary>Whether an administrator has yet to assign a desk.</summary>
    public bool NoDesk { get; private set; }

    /// <summary>Own desks whose key ends soon or has ended.</summary>
    public IReadOnlyList<KeyEnd> KeyEnds { get; private set; } = [];

    public bool Ended => Show == "ended";

    /// <summary>Where the script fetches the same rows again.</summary>
    public string RowsAddress => "/queue/rows" + QueryString.Create(Query);

    /// <summary>The same list from another line on, or of another desk.</summary>
    public string Address(string? desk, bool ended, QueueCursor? after = null)
        => "/queue" + QueryString.Create(new Dictionary<string, string?> { ["desk"] = desk, ["show"] = ended ? "ended" : null, ["after"] = after?.ToString() }
            .Where(pair => pair.Value is not null));

    public async Task OnGetAsync(CancellationToken cancellationToken)
    {
        var user = HttpContext.Staff();
        Desks = user.ActiveDesks;
        Needs = await needs.ReadAsync(user, cancellationToken);
        NoDesk = user.OwnDesks.Count == 0;
        KeyEnds = await reader.KeyEndsAsync(Desks, cancellationToken);
        Rows = await reader.ReadAsync(user, Desk, Ended, QueueCursor.Read(After), cancellationToken);
    }

    private IEnumerable<KeyValuePair<string, string?>> Query
        => new Dictionary<string, string?> { ["desk"] = Desk, ["show"] = Show, ["after"] = After }.Where(pair => pair.Value is not null);
}
