using System.Security.Cryptography;
using Microsoft.EntityFrameworkCore;
using ReportingService.Core.Reports;
using ReportingService.Core.Routing;
using ReportingService.Data;
using ReportingService.Opening;
using ReportingService.Sealing;
using ReportingService.StaffConsole.Access;
using ReportingService.StaffConsole.AddNote;
using ReportingService.StaffConsole.CaseWork;
using ReportingService.StaffConsole.Keys;
using ReportingService.StaffConsole.OpenReport;

namespace ReportingService.StaffConsole.HandOffReport;

/// <summary>Proposes, confirms or declines, and carries out a hand-off from the helpline.</summary>
public sealed class HandOffHandler(
    CaseKeyOpener opener, ReportReader reader, NoteSealer notes, PoliceCopy copies, FinishedHandOffs finished, VerifiedDesks desks, CaseChange changes, Audit audit, Outbox outbox,
    IDbContextFactory<ReportingDb> databases, RoutingData routing)
{
    private const string Proposed = PendingHandOffs.Proposed;
    private const string Declined = DeclinedHandOffs.Declined;

    /// <summary>
    /// With consent it is done once the person has read what leaves and what the reporter answered; without, it waits for a second person.
    /// <paramref name="press"/>: pressed twice or in two windows, it is one copy and not two.
    /// </summary>
    public Task<HandOffOutcome> ProposeAsync(StaffUser user, ReportAccess access, HandOffTerms terms, string reason, HandOffPress press, CancellationToken cancellationToken)
        => WithReportAsync(
            user, access, leaves: true,
            async (key, plain, gone) =>
            {
                // As if confirmed by someone else: whether the terms could ever be carried out.
                if (Lack(access, plain, gone.HandOffs, terms, reason, Guid.Empty) is { } lack)
                {
                    return lack;
                }

                if (FinishedHandOffs.Copies(gone.HandOffs, terms.Desk) != press.Copies)
                {
                    return HandOffOutcome.HasCopy;
                }

                // A proposal leaves nothing and may be about seconds; what leaves at this press is asked about first.
                if (!HandOffRule.NeedsSecondPerson(terms) && Unasked(plain, press) is { } first)
                {
                    return first;
                }

                var note = new PlainNote(user.UserName, reason, terms);
                var written = notes.Seal(key, note);
                if (!HandOffRule.NeedsSecondPerson(terms))
                {
                    return await CarryOutAsync(user, access, key, plain, note, written.Id, written, gone.Count, cancellationToken);
                }

                return await changes.MakeAsync(
                    access.Report,
                    async (db, row, ct) =>
                    {
                        if (HasEnded(row))
                        {
                            return HandOffOutcome.NotAllowed;
                        }

                        await written.AddAsync(db, row.Id, ct);
                        db.HandOffProposals.Add(new HandOffProposal { CaseId = row.Id, ItemId = written.Id, ProposedBy = user.AccountId });
                        await audit.AppendAsync(db, user.Actor, Proposed, row.AuditId.ToString("N"), $"{terms.Basis};item={written.Id:N}", ct);
                        return HandOffOutcome.WaitsForSecondPerson;
                    },
                    cancellationToken);
            },
            cancellationToken);

    /// <summary>What was proposed and waits for a second person, who is anybody but the proposer.</summary>
    public async Task<IReadOnlyList<(Guid Item, PlainNote Note)>> OpenAsync(ReportAccess access, PlainReport plain, CancellationToken cancellationToken)
    {
        List<(Guid Item, PlainNote Note)> open = [];
        foreach (var (item, note) in plain.Proposals)
        {
            if (note.HandOff is { } terms && HandOffRule.NeedsSecondPerson(terms) && await WasProposedAsync(access, item, terms, cancellationToken))
            {
                open.Add((item, note));
            }
        }

        return open;
    }

    /// <summary>The second person carries out what the first proposed; <paramref name="seen"/> as <see cref="HandOffPress.Copies"/>.</summary>
    public Task<HandOffOutcome> ConfirmAsync(StaffUser user, ReportAccess access, Guid item, int seen, CancellationToken cancellationToken)
        => WithReportAsync(
            user, access, leaves: true,
            async (key, plain, gone) =>
            {
                var note = plain.Proposals.FirstOrDefault(proposal => proposal.Item == item).Note;
                if (note?.HandOff is not { } terms || !await WasProposedAsync(access, item, terms, cancellationToken)
                    || Lack(access, plain, gone.HandOffs, terms, note.Words, user.AccountId) is not null)
                {
                    return HandOffOutcome.NotAllowed;
                }

                if (FinishedHandOffs.Copies(gone.HandOffs, terms.Desk) != seen)
                {
                    return HandOffOutcome.HasCopy;
                }

                return await CarryOutAsync(user, access, key, plain, note, item, null, gone.Count, cancellationToken);
            },
            cancellationToken);

    /// <summary>The second person does not agree and says why, for the colleague who proposed it. It can be proposed again.</summary>
    public Task<HandOffOutcome> DeclineAsync(StaffUser user, ReportAccess access, Guid item, string reason, CancellationToken cancellationToken)
        => WithReportAsync(
            user, access, leaves: false,
            async (key, plain, _) =>
            {
                var note = plain.Proposals.FirstOrDefault(proposal => proposal.Item == item).Note;
                if (HandOffRule.WrongReason(reason) is { } wrong)
                {
                    return wrong;
                }

                if (note?.HandOff is not { } terms || terms.ProposedBy == user.AccountId
                    || !await WasProposedAsync(access, item, terms, cancellationToken))
                {
                    return HandOffOutcome.NotAllowed;
                }

                var written = notes.Seal(key, new PlainNote(user.UserName, reason, Declines: item));
                return await changes.MakeAsync(
                    access.Report,
                    async (db, row, ct) =>
                    {
                        if (!await DecideAsync(db, row.Id, item, ct))
                        {
                            return HandOffOutcome.NotAllowed;
                        }

                        await written.AddAsync(db, row.Id, ct);
                        await audit.AppendAsync(db, user.Actor, Declined, row.AuditId.ToString("N"), $"{terms.Basis};item={item:N}", ct);
                        return HandOffOutcome.Declined;
                    },
                    cancellationToken);
            },
            cancellationToken);

    /// <summary>
    /// What must be shown or said before copies leave with consent; null when nothing. Threat: "no" lies unread beside the question, or comes
    /// while the form is filled in, and the copies leave all the same.
    /// </summary>
    private static HandOffOutcome? Unasked(PlainReport plain, HandOffPress press)
        => !press.Sure ? HandOffOutcome.ToBeSure
            : plain.Answers != press.Answers ? HandOffOutcome.AnswerNotShown
            : plain.Answers > 0 && !press.Agrees ? HandOffOutcome.AnswerNotRead
            : null;

    /// <summary>It waits for nobody any more. False when somebody else was faster: one of two decides, not both.</summary>
    private static async Task<bool> DecideAsync(ReportingDb db, Guid report, Guid item, CancellationToken cancellationToken)
        => await db.HandOffProposals.Where(proposal => proposal.CaseId == report && proposal.ItemId == item).ExecuteDeleteAsync(cancellationToken) > 0;

    /// <summary>Whether the work on it is over: nothing leaves any more, nor waits to.</summary>
    private static bool HasEnded(Case row) => row.WithdrawnAt is not null || row.State is ReportState.Closed or ReportState.Withdrawn;

    /// <summary>Threat: a desk that must not have an earlier copy gets one of its own, and nobody who knew why is asked.</summary>
    private HandOffOutcome? Lack(ReportAccess access, PlainReport plain, IReadOnlyList<FinishedHandOff> gone, HandOffTerms terms, string reason, Guid confirmer)
        => HandOffRule.Lack(
            terms, reason, confirmer, routing.Desks[access.Desk], routing.Desks.Find(terms.Desk),
            [.. PoliceCopy.Refused(plain, routing.Desks), .. FinishedHandOffs.Withheld(gone)],
            [.. plain.Files.Select(file => file.Id)]);

    /// <summary>
    /// Does the <paramref name="work"/> with the report and what left of it so far; again when something leaves meanwhile. With an exclusion
    /// that no longer opens nothing <paramref name="leaves"/>; a "no" is possible, or what was proposed would wait and alarm for ever.
    /// </summary>
    private async Task<HandOffOutcome> WithReportAsync(
        StaffUser user, ReportAccess access, bool leaves, Func<CaseKey, PlainReport, Gone, Task<HandOffOutcome>> work, CancellationToken cancellationToken)
    {
        try
        {
            using var key = await opener.OpenForAsync(user, access, "hand_off", cancellationToken);
            while (true)
            {
                var count = await finished.CountAsync(access.Report, cancellationToken);
                var plain = await reader.ReadAsync(key, cancellationToken);
                if (leaves && plain.WithWholeExclusions().Labels is null)
                {
                    // Threat: the labels are removed so that the units the reporter complains of are forgotten.
                    throw new SealBrokenException();
                }

                var outcome = await work(key, plain, new Gone(count, await finished.ReadAsync(access.Report, plain, cancellationToken)));
                if (outcome != HandOffOutcome.Overtaken)
                {
                    return outcome;
                }
            }
        }
        catch (CryptographicException)
        {
            await opener.RecordAlteredAsync(user, access, "hand_off", cancellationToken);
            return HandOffOutcome.Altered;
        }
    }

    /// <summary>
    /// Threat: whoever holds the case's key can seal a proposal under a colleague's name. It counts only with the line that the
    /// proposer's own session wrote into the chained log.
    /// </summary>
    private async Task<bool> WasProposedAsync(ReportAccess access, Guid item, HandOffTerms terms, CancellationToken cancellationToken)
    {
        await using var db = await databases.CreateDbContextAsync(cancellationToken);
        var name = (await db.Cases.AsNoTracking().SingleAsync(row => row.Id == access.Report.Value, cancellationToken)).AuditId.ToString("N");
        var proposer = terms.ProposedBy.ToString("N");
        var detail = $"{terms.Basis};item={item:N}";
        return await db.AuditEntries.AnyAsync(
                entry => entry.Action == Proposed && entry.Subject == name && entry.Actor == proposer && entry.Detail == detail, cancellationToken)
            && !await db.AuditEntries.AnyAsync(entry => (entry.Action == FinishedHandOffs.Done || entry.Action == Declined) && entry.Subject == name && entry.Detail.EndsWith($"item={item:N}"), cancellationToken);
    }

    private async Task<HandOffOutcome> CarryOutAsync(
        StaffUser user, ReportAccess access, CaseKey key, PlainReport plain, PlainNote note, Guid item, SealedNote? unwritten, int gone, CancellationToken cancellationToken)
    {
        var terms = note.HandOff!;
        if (await desks.FirstReadyAsync(access.Report, [terms.Desk], cancellationToken) is not { } target)
        {
            return HandOffOutcome.NoReader;
        }

        await using var read = await databases.CreateDbContextAsync(cancellationToken);
        var original = await read.Cases.AsNoTracking().SingleAsync(row => row.Id == access.Report.Value, cancellationToken);
        var media = await read.CaseItems.AsNoTracking().Where(row => row.CaseId == access.Report.Value && row.Kind == CaseItemKind.Media).ToListAsync(cancellationToken);
        var proposer = await read.Accounts.AsNoTracking().Where(account => account.Id == terms.ProposedBy).Select(account => (AccountRole?)account.Role).SingleOrDefaultAsync(cancellationToken);
        var origin = new HandOffOrigin(access.Desk, terms.Basis, proposer, HandOffRule.NeedsSecondPerson(terms) ? user.Role : null, HandOffRule.NoPoliceWanted(plain.Labels), terms.Withheld);
        var why = new PlainNote(access.Desk, note.Words, Origin: origin);
        var rows = await copies.MakeAsync(key, plain, media, original, terms, why, target, routing.Desks[target.Desk], cancellationToken);
        var copy = rows.OfType<Case>().Single();
        return await changes.MakeAsync(
            access.Report,
            async (db, row, ct) =>
            {
                if (HasEnded(row))
                {
                    return HandOffOutcome.NotAllowed;
                }

                // Threat: copying large files takes minutes; "no" comes meanwhile, and a colleague's opening of the report marks it as read.
                if (terms.Ground == HandOffBasis.Consent && await db.CaseMessages.CountAsync(message => message.CaseId == row.Id, ct) != plain.Messages)
                {
                    return HandOffOutcome.AnswerNotShown;
                }

                // Of two requests at once, the second changes a row that the first has changed, and so looks here again. Threat: the first
                // gave this desk its copy, or made it a condition that this desk gets none; or the reporter has named it.
                if (await FinishedHandOffs.CountAsync(db, row.AuditId, ct) != gone || await plain.IsOvertakenAsync(db, row.Id, ct))
                {
                    return HandOffOutcome.Overtaken;
                }

                if (unwritten is not null)
                {
                    await unwritten.AddAsync(db, row.Id, ct);
                }
                else if (!await DecideAsync(db, row.Id, item, ct))
                {
                    // What was proposed must still wait: a colleague may have declined it since the page was shown.
                    return HandOffOutcome.NotAllowed;
                }

                CaseChange.Touch(db, row);
                db.AddRange(rows);
                await audit.AppendAsync(db, user.Actor, FinishedHandOffs.Done, row.AuditId.ToString("N"), FinishedHandOffs.Detail(terms, plain, item), ct);
                await audit.AppendAsync(db, user.Actor, "received_from_helpline", copy.AuditId.ToString("N"), terms.Basis, ct);
                outbox.Add(db, OutboxKind.CaseChanged, copy.Id, copy.Urgency, target.Desk);
                return HandOffOutcome.HandedOff;
            },
            cancellationToken);
    }

    /// <summary>What has left of a report so far; <paramref name="Count"/> was taken first, so that nothing falls between.</summary>
    private sealed record Gone(int Count, IReadOnlyList<FinishedHandOff> HandOffs);
}
