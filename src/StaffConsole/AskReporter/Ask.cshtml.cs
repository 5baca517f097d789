using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;
using ReportingService.Core.Routing;
using ReportingService.Data;
using ReportingService.StaffConsole.CaseWork;

namespace ReportingService.StaffConsole.AskReporter;

/// <summary>Asks the reporter: own words, a ready question, or both. The form also stands on the report's page.</summary>
public sealed class AskModel(AskHandler handler, ReadyQuestions questions, RoutingData routing, IDbContextFactory<ReportingDb> databases) : ReportActionModel(databases)
{
    [BindProperty]
    public string? Words { get; set; }

    /// <summary>The chosen ready question. Without scripts it travels by its name and its words are added here.</summary>
    [BindProperty]
    public string? Ready { get; set; }

    /// <summary>The language in which the reporter reads.</summary>
    [BindProperty]
    public string? Language { get; set; }

    /// <summary>Set when the question shall only be put into the box, to be read or changed before it is sent.</summary>
    [BindProperty]
    public bool Put { get; set; }

    public AskForm Form => new(Address, Head, questions.Of(routing.Desks.Find(Access.Desk)?.Domain), Language ?? "sq", Words, Wrong is not null);

    public Task OnGetAsync(CancellationToken cancellationToken) => LoadHeadAsync(cancellationToken);

    public async Task<IActionResult> OnPostAsync(CancellationToken cancellationToken)
    {
        Words = questions.Join(Words, Ready, Language);
        ModelState.Clear();
        if (Put)
        {
            await LoadHeadAsync(cancellationToken);
            return Page();
        }

        var outcome = await handler.HandleAsync(Staff, Access, Words, cancellationToken);
        if (outcome is AskOutcome.Sent or AskOutcome.SentAndTaken)
        {
            Staff.Session.Keep(Access.Report.Value, null);
        }

        return outcome switch
        {
            AskOutcome.Sent => Done("asked"),
            AskOutcome.SentAndTaken => Done("asked_taken"),
            AskOutcome.Empty => await AgainAsync("staff.ask.empty", cancellationToken),
            AskOutcome.TooLong => await AgainAsync("staff.ask.toolong", cancellationToken),
            AskOutcome.Ended => await AgainAsync("staff.ask.ended", cancellationToken),
            AskOutcome.NoReporter => await AgainAsync("staff.ask.noreporter", cancellationToken),
            _ => await AgainAsync("staff.altered", cancellationToken),
        };
    }
}
