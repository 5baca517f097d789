using System.Security.Cryptography;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.EntityFrameworkCore;
using ReportingService.Core.Keys;
using ReportingService.Core.Routing;
using ReportingService.Data;
using ReportingService.StaffConsole.Access;
using ReportingService.StaffConsole.AddNote;
using ReportingService.StaffConsole.AskReporter;
using ReportingService.StaffConsole.CaseWork;
using ReportingService.StaffConsole.GrantAccess;
using ReportingService.StaffConsole.HandOffReport;
using ReportingService.StaffConsole.Layout;
using ReportingService.StaffConsole.PreviewFile;
using ReportingService.StaffConsole.SendBackReport;
using ReportingService.Web.Languages;

namespace ReportingService.StaffConsole.OpenReport;

/// <summary>One report, opened.</summary>
public sealed class ReportModel(
    CaseKeyOpener opener, ReportReader reader, HandOffHandler handOffs, FinishedHandOffs finished, DeclinedHandOffs declines, LostHandOffs lostHandOffs, AccessAnswers answers, ReadyQuestions questions, PreviewTools previews, ReportMove move, IDbContextFactory<ReportingDb> databases, RoutingData routing, TimeProvider time) : PageModel
{
    /// <summary>What was just done.</summary>
    [BindProperty(SupportsGet = true)]
    public string? Done { get; set; }

    /// <summary>What could not be done.</summary>
    [BindProperty(SupportsGet = true)]
    public string? Not { get; set; }

    public ReportAccess Access => HttpContext.Report();

    public ReportHead Head { get; private set; } = null!;

    /// <summary>The opened report; null when its key no longer opens.</summary>
    public PlainReport? Plain { get; private set; }

    /// <summary>Whether it does not open only because the member was never admitted to the key of its time.</summary>
    public bool NotGranted { get; private set; }

    /// <summary>Whether this desk can send it back to the one that passed it here.</summary>
    public bool CanSendBack { get; private set; }

    /// <summary>The desk that sent it back here, while the work on it goes on; null when it came another way.</summary>
    public string? SentBackBy => Head.Ended ? null : SendBackRule.SentBackBy(Plain?.Decision, Head.HolderDesk);

    public IReadOnlyList<string> AskingDesks { get; private set; } = [];

    public IReadOnlyList<string> LentTo { get; private set; } = [];

    /// <summary>The form that asks.</summary>
    public AskForm Ask => new("/reports/" + Access.Report, Head, questions.Of(routing.Desks.Find(Access.Desk)?.Domain), ReadyQuestions.LanguageOf(Plain?.Labels).Tag, HttpContext.Staff().Session.Begun(Access.Report.Value), false);

    /// <summary>Whether the form that asks stands on the page. Buttons that leave the page then send it along, so that a message begun there is not lost.</summary>
    public bool Asks => Plain is not null && Access.Holds && Head is { HasReporter: true, Ended: false };

    public DateTimeOffset Now => time.GetUtcNow();

    /// <summary>What the page asks for again when something at the desk has changed.</summary>
    public string Standing { get; private set; } = "";

    /// <summary>Only police patrol: a report that came to another body by a correction keeps its labels, and the sector in them is nobody's concern there.</summary>
    public string? PatrolSector => routing.Desks.Find(Access.Desk)?.Domain == KeyDomain.Police ? Plain?.Labels?.Sector : null;

    /// <summary>Whether it can be handed off to the police by the rules of the helpline.</summary>
    public bool OfHelpline => routing.Desks.Find(Access.Desk)?.Domain == KeyDomain.Helpline;

    /// <summary>Key of the sentence for a desk that cannot say "not ours"; null where it can.</summary>
    public string? NoBounceKey => WaysOn.TopKey(routing.Desks, Access.Desk);

    /// <summary>Whether there is another desk of this body to pass it to.</summary>
    public bool CanPassOn => WaysOn.AloneKey(routing.Desks, Access.Desk) is null;

    /// <summary>Whether it waits in quarantine, from where it can go back to routing.</summary>
    public bool InQuarantine => Access.Desk == ReturnFromQuarantine.NotSpamModel.Quarantine;

    /// <summary>Hand-offs of others that wait for this person.</summary>
    public IReadOnlyList<(Guid Item, PlainNote Note)> ToConfirm { get; private set; } = [];

    /// <summary>Own hand-offs that wait for somebody else.</summary>
    public IReadOnlyList<(Guid Item, PlainNote Note)> Asked { get; private set; } = [];

    /// <summary>The hand-off that a colleague declined, while it is the last that happened; null otherwise.</summary>
    public DeclinedHandOff? Declined { get; private set; }

    /// <summary>Copies that have left, for the police or the inspectorate.</summary>
    public IReadOnlyList<FinishedHandOff> HandedOff { get; private set; } = [];

    /// <summary>Copies that left before the reporter named desks, of which the desk that has them was not told yet.</summary>
    public IReadOnlyList<LateCopy> Late => Plain is null ? [] : LateCopies.Of(Plain, HandedOff);

    /// <summary>Who got the copies that this person let leave last.</summary>
    public string? HandedTo => HandedOff.LastOrDefault(one => one.By == HttpContext.Staff().UserName)?.Desk;

    /// <summary>Who gets no copy even with consent, and why: known before anybody thinks of a hand-off.</summary>
    public IReadOnlyList<RefusedCopy> Refused => OfHelpline && !Head.Ended && Plain is not null ? RefusedCopy.Of(Plain, routing.Desks) : [];

    /// <summary>Desks of the police that got one, although none was to get the report.</summary>
    public IReadOnlyList<string> PoliceWithCopy
        => [.. HandedOff.Select(one => one.Desk).Where(desk => routing.Desks.Find(desk)?.Domain == KeyDomain.Police).Distinct(StringComparer.Ordinal)];

    /// <summary>What is said of excluded units.</summary>
    public IReadOnlyList<string> ExcludedIn(Texts texts, Names names, IReadOnlyList<string> excluded)
        => ExcludedWords.Say(texts, names, routing.Desks, excluded, PoliceWithCopy);

    /// <summary>How many copies a desk has got.</summary>
    public int Copies(string desk) => FinishedHandOffs.Copies(HandedOff, desk);

    public bool Mine => Head.OwnerId == HttpContext.Staff().AccountId;

    /// <summary>Why no previews can be made here; null when they can.</summary>
    public string? PreviewsMissing { get; private set; }

    /// <summary>
    /// Who never gets it. What only the helpline or the Inspectorate opens was promised to reach no unit of the police, also where no unit was
    /// named: when the victim writes.
    /// </summary>
    public IReadOnlyList<string> Excluded => Plain?.Decision is not { } decision ? []
        : decision.Protection is Protection.Helpline or Protection.Pik
            ? [.. Plain.Excluded.Union(routing.Desks.All.Where(desk => desk is { Domain: KeyDomain.Police, External: false }).Select(desk => desk.Code))]
            : [.. Plain.Excluded];

    /// <summary>Files as the page shows them.</summary>
    public IReadOnlyList<ShownFile> Shown(IEnumerable<PlainFile> files)
        => [.. files.Select(file => new ShownFile($"/reports/{Access.Report}/files/{file.Id:N}", file.Number, file.Header, PreviewsMissing is null))];

    public async Task OnGetAsync(CancellationToken cancellationToken)
    {
        PreviewsMissing = await previews.MissingAsync();
        var user = HttpContext.Staff();
        var waiting = OfHelpline && Access.Holds ? await lostHandOffs.WaitingAsync(Access.Report, cancellationToken) : [];
        try
        {
            using var key = await opener.OpenToReadAsync(user, Access, cancellationToken);
            Plain = await reader.WithFilesCheckedAsync(key, await reader.ReadAsync(key, cancellationToken), cancellationToken);
            if (Plain.Altered > 0)
            {
                await opener.RecordAlteredAsync(user, Access, $"items={Plain.Altered}", cancellationToken);
            }
        }
        catch (EpochNotGrantedException)
        {
            NotGranted = true;
        }
        catch (CryptographicException)
        {
            await opener.RecordAlteredAsync(user, Access, "key", cancellationToken);
        }

        await using var db = await databases.CreateDbContextAsync(cancellationToken);
        Head = await ReportHead.ReadAsync(db, Access.Report, cancellationToken);
        Standing = await StandingEndpoint.ReadAsync(db, Access.Report, cancellationToken);
        if (Plain is not null && Access.Holds && OfHelpline && !Head.Ended)
        {
            var open = await handOffs.OpenAsync(Access, Plain, cancellationToken);
            ToConfirm = [.. open.Where(waits => waits.Note.HandOff!.ProposedBy != user.AccountId)];
            Asked = [.. open.Except(ToConfirm)];
            if (waiting.Except(open.Select(waits => waits.Item)).ToList() is { Count: > 0 } lost)
            {
                await lostHandOffs.DeclineByItselfAsync(Access, lost, cancellationToken);
            }

            Declined = await declines.LastAsync(Access.Report, Plain, cancellationToken);
        }

        if (Plain is not null && OfHelpline)
        {
            HandedOff = await finished.ReadAsync(Access.Report, Plain, cancellationToken);
        }

        CanSendBack = Access.Holds && !Head.Ended && SendBackRule.From(Plain?.Decision, Access.Desk) is not null
            && !await SendBackRule.HasSentAsync(db, Access.Report, Access.Desk, cancellationToken);
        LentTo = await db.CaseGrants.AsNoTracking()
            .Where(grant => grant.CaseId == Access.Report.Value && grant.HolderKind == HolderKind.Desk && grant.Holder != Head.HolderDesk)
            .Select(grant => grant.Holder).Distinct().ToListAsync(cancellationToken);
        var asking = await db.Notices.AsNoTracking()
            .Where(notice => notice.CaseId == Access.Report.Value && notice.AccessRequestedAt != null && !LentTo.Contains(notice.Desk)
                && !db.CaseGrants.Any(grant => grant.CaseId == notice.CaseId && grant.HolderKind == HolderKind.SetAside && grant.Holder == notice.Desk))
            .Select(notice => notice.Desk).ToListAsync(cancellationToken);
        AskingDesks = Plain is null ? [] : move.Allowed(Access.Desk, Plain, asking);
        if (Plain is { Decision: not null } && Access.Holds && !Head.Ended && asking.Except(AskingDesks).ToList() is { Count: > 0 } never)
        {
            // Words that came after the request excluded them: nobody could answer otherwise, and the request would wait for ever.
            await answers.DeclineByItselfAsync(Access, never, cancellationToken);
        }
    }
}
