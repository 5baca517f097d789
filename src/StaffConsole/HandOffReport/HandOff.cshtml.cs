using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;
using ReportingService.Core.Keys;
using ReportingService.Core.Routing;
using ReportingService.Core.Vocabulary;
using ReportingService.Data;
using ReportingService.StaffConsole.AddNote;
using ReportingService.StaffConsole.CaseWork;
using ReportingService.StaffConsole.Layout;
using ReportingService.StaffConsole.OpenReport;
using ReportingService.StaffConsole.PreviewFile;

namespace ReportingService.StaffConsole.HandOffReport;

/// <summary>From the helpline to the police or the inspectorate: what, to whom, on what ground.</summary>
public sealed class HandOffModel(
    HandOffHandler handler, FinishedHandOffs finished, LateCopies late, ReportOpener opener, RoutingData routing, DeskOrder order, PreviewTools previews, TimeProvider time, IDbContextFactory<ReportingDb> databases)
    : ReportActionModel(databases)
{
    [BindProperty]
    public string? Basis { get; set; }

    [BindProperty]
    public string? Desk { get; set; }

    [BindProperty]
    public string? Words { get; set; }

    [BindProperty]
    public bool WithWords { get; set; }

    [BindProperty]
    public IList<Guid> Files { get; set; } = [];

    /// <summary>Desks that must not get the copy from those that have it.</summary>
    [BindProperty]
    public IList<string> Withheld { get; set; } = [];

    [BindProperty]
    public Guid Item { get; set; }

    /// <summary>Ticked to hand off another copy to a desk that has some: how many it has.</summary>
    [BindProperty]
    public int Again { get; set; }

    /// <summary>Set by the page that says once more what leaves.</summary>
    [BindProperty]
    public bool Sure { get; set; }

    /// <summary>How many messages of the reporter that page counted when it showed the last of them.</summary>
    [BindProperty]
    public int Answers { get; set; }

    /// <summary>Ticked there: these were read, and the reporter agrees.</summary>
    [BindProperty]
    public bool Agrees { get; set; }

    /// <summary>Set by that page's way back to the form, with everything typed.</summary>
    [BindProperty]
    public bool Change { get; set; }

    /// <summary>What that page asks about; null while the form is shown.</summary>
    public HandOffTerms? Asks { get; private set; }

    /// <summary>Whether the second person is asked only why not.</summary>
    public bool Declines { get; private set; }

    /// <summary>Whether the form holds something.</summary>
    public bool Typed => Item == Guid.Empty && (Basis ?? Desk ?? Words) is not null;

    public PlainReport? Plain { get; private set; }

    /// <summary>Copies that have left already.</summary>
    public IReadOnlyList<FinishedHandOff> Finished { get; private set; } = [];

    /// <summary>Whether the desk just chosen has a copy, so that another needs a tick.</summary>
    public bool AsksAgain { get; private set; }

    /// <summary>How many copies a desk has got.</summary>
    public int Copies(string? desk) => FinishedHandOffs.Copies(Finished, desk);

    /// <summary>Desks that can get it.</summary>
    public IReadOnlyList<OfferedDesks> Desks { get; private set; } = [];

    /// <summary>Desks that can be named as those that must not.</summary>
    public IReadOnlyList<OfferedDesks> Withholdable { get; private set; } = [];

    /// <summary>Whether pictures of the files can be shown.</summary>
    public bool Previews { get; private set; }

    /// <summary>Units that must not get it, so that nobody looks for them in vain.</summary>
    public IReadOnlyList<RefusedCopy> Refused { get; private set; } = [];

    /// <summary>Whether a desk gets no copy in any case.</summary>
    public bool IsRefused(string desk) => Refused.Any(refused => refused.Units.Contains(desk));

    /// <summary>Proposals of others that this person may confirm.</summary>
    public IReadOnlyList<(Guid Item, PlainNote Note)> ToConfirm { get; private set; } = [];

    /// <summary>Own proposals that wait for somebody else.</summary>
    public IReadOnlyList<(Guid Item, PlainNote Note)> Asked { get; private set; } = [];

    public async Task<IActionResult> OnGetAsync(CancellationToken cancellationToken)
    {
        if (!IsHelpline)
        {
            return NotFound();
        }

        await LoadAsync(cancellationToken);
        Withheld = [.. FinishedHandOffs.Withheld(Finished)];
        return Page();
    }

    public async Task<IActionResult> OnPostAsync(CancellationToken cancellationToken)
    {
        if (!IsHelpline)
        {
            return NotFound();
        }

        if (Change)
        {
            await LoadAsync(cancellationToken);
            return Page();
        }

        var terms = new HandOffTerms(Basis ?? "", Desk ?? "", WithWords, [.. Files], Staff.AccountId, [.. Withheld.Where(code => routing.Desks.Find(code) is { } desk && HandOffRule.Receives(desk)).Distinct()]);
        var outcome = await handler.ProposeAsync(Staff, Access, terms, Reason, new HandOffPress(Again, Answers, Agrees, Sure), cancellationToken);
        if (outcome is HandOffOutcome.ToBeSure or HandOffOutcome.AnswerNotShown or HandOffOutcome.AnswerNotRead)
        {
            Asks = terms;
            await LoadAsync(cancellationToken);
            return outcome == HandOffOutcome.ToBeSure ? Page() : await AgainAsync("staff.handoff." + Codes.Of(outcome), cancellationToken);
        }

        return await AnswerAsync(outcome, "handed_off", cancellationToken);
    }

    /// <summary>The second person does not agree: asked why, and offered nothing else.</summary>
    public async Task<IActionResult> OnGetDeclineAsync(Guid item, CancellationToken cancellationToken)
    {
        if (!IsHelpline)
        {
            return NotFound();
        }

        await LoadAsync(cancellationToken);
        Item = item;
        Declines = ToConfirm.Any(waits => waits.Item == item);
        return Declines ? Page() : Redirect(Address);
    }

    public async Task<IActionResult> OnPostConfirmAsync(CancellationToken cancellationToken)
        => IsHelpline ? await AnswerAsync(await handler.ConfirmAsync(Staff, Access, Item, Again, cancellationToken), "handed_off_danger", cancellationToken) : NotFound();

    public async Task<IActionResult> OnPostDeclineAsync(CancellationToken cancellationToken)
        => IsHelpline ? await AnswerAsync(await handler.DeclineAsync(Staff, Access, Item, Reason, cancellationToken), "", cancellationToken) : NotFound();

    /// <summary>The desk that has a copy was called, or somebody above it; <see cref="Answers"/> is how many later words the page had counted.</summary>
    public async Task<IActionResult> OnPostToldAsync(CancellationToken cancellationToken)
        => !IsHelpline ? NotFound()
            : await late.ToldAsync(Staff, Access, Item, Answers, cancellationToken) is { } told ? Done(told.CallAbove ? "copy_told_above" : "copy_told")
            : Not("copy_told");

    /// <summary>What was typed, as it is sealed.</summary>
    private string Reason => (Words ?? "").Trim().ReplaceLineEndings("\n");

    private bool IsHelpline => routing.Desks[Access.Desk].Domain == KeyDomain.Helpline;

    private async Task<IActionResult> AnswerAsync(HandOffOutcome outcome, string done, CancellationToken cancellationToken)
    {
        switch (outcome)
        {
            case HandOffOutcome.HandedOff:
                return Done(done);
            case HandOffOutcome.WaitsForSecondPerson:
                return Done("handoff_asked");
            case HandOffOutcome.Declined:
                return Done("handoff_declined");
            default:
                await LoadAsync(cancellationToken);
                AsksAgain = outcome == HandOffOutcome.HasCopy && Item == Guid.Empty;
                Declines = outcome is HandOffOutcome.NoReason or HandOffOutcome.ReasonTooLong && ToConfirm.Any(waits => waits.Item == Item);
                return await AgainAsync("staff.handoff." + Codes.Of(outcome), cancellationToken);
        }
    }

    private async Task LoadAsync(CancellationToken cancellationToken)
    {
        Plain = await LoadReportAsync(opener, "hand_off_page", showsAnswers: true, cancellationToken);
        if (Plain is null)
        {
            return;
        }

        Finished = await finished.ReadAsync(Access.Report, Plain, cancellationToken);
        var open = Head.Ended ? [] : await handler.OpenAsync(Access, Plain, cancellationToken);
        ToConfirm = [.. open.Where(waits => waits.Note.HandOff!.ProposedBy != Staff.AccountId)];
        Asked = [.. open.Except(ToConfirm)];
        await using var db = await Databases.CreateDbContextAsync(cancellationToken);
        var ready = await DeskKeys.WithReaderAsync(db, time.GetUtcNow(), cancellationToken);
        Refused = RefusedCopy.Of(Plain, routing.Desks);
        var receiving = routing.Desks.All.Where(HandOffRule.Receives).Select(desk => desk.Code).ToList();
        Withholdable = Grouped(receiving);
        Desks = Grouped(receiving.Where(desk => ready.Contains(desk) && !IsRefused(desk)).Except(FinishedHandOffs.Withheld(Finished)));
        Previews = await previews.MissingAsync() is null;
    }

    private IReadOnlyList<OfferedDesks> Grouped(IEnumerable<string> desks)
        => order.GroupFor(desks, Plain?.Decision, Plain?.Labels?.Municipality ?? Plain?.Decision?.Municipality, Plain?.Labels?.Region ?? Plain?.Decision?.Region);
}
