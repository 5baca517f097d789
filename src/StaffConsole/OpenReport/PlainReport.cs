using Microsoft.EntityFrameworkCore;
using ReportingService.Core.Labels;
using ReportingService.Core.Reports;
using ReportingService.Core.Routing;
using ReportingService.Data;
using ReportingService.Labelling;
using ReportingService.Sealing;
using ReportingService.StaffConsole.AddNote;
using ReportingService.StaffConsole.ReferReport;

namespace ReportingService.StaffConsole.OpenReport;

/// <summary>An opened report for one page. Lives as long as the answer.</summary>
/// <param name="Words">What was written; null when it was altered.</param>
/// <param name="Labels">What was recognised and ticked; null when altered or absent.</param>
/// <param name="Decisions">The routing decision and every later move, oldest first.</param>
/// <param name="Proposals">Notes that propose or record a hand-off.</param>
/// <param name="MoveNote">The note that came with the last move; null when none was written since.</param>
/// <param name="Altered">How many items no longer open.</param>
public sealed record PlainReport(
    PlainText? Words,
    ReportLabels? Labels,
    IReadOnlyList<RoutingDecision> Decisions,
    IReadOnlyList<PlainFile> Files,
    IReadOnlyList<PlainEntry> Talk,
    IReadOnlyList<PlainEntry> Notes,
    IReadOnlyList<(Guid Item, PlainNote Note)> Proposals,
    PlainEntry? MoveNote,
    int Altered)
{
    /// <summary>Where a copy from the helpline came from and why; null for every other report.</summary>
    public PlainNote? Origin { get; init; }

    /// <summary>Why a proposed hand-off was declined, by the item that proposed it.</summary>
    public IReadOnlyDictionary<Guid, string> Declines { get; init; } = new Dictionary<Guid, string>();

    /// <summary>Whom the reporter's later words exclude.</summary>
    public IReadOnlyList<LaterExclusion> Later { get; init; } = [];

    /// <summary>How many items of later words there were, also of those that no longer open.</summary>
    public int LaterItems { get; init; }

    /// <summary>How many messages there were, whoever wrote them.</summary>
    public int Messages { get; init; }

    /// <summary>
    /// Whether later words have come since this was read; asked in the transaction that acts on it. Threat: a desk gets a key in the moment
    /// in which the reporter names it.
    /// </summary>
    public async Task<bool> IsOvertakenAsync(ReportingDb db, Guid report, CancellationToken cancellationToken)
        => await db.CaseItems.CountAsync(item => item.CaseId == report && item.Kind == CaseItemKind.Exclusion, cancellationToken) != LaterItems;

    /// <summary>How many decisions there were, also those that no longer open.</summary>
    public int DecisionItems { get; init; }

    /// <summary>The report itself. Threat: one byte of a decision or of later words is changed so that whom they exclude is forgotten; then no key is given.</summary>
    /// <exception cref="SealBrokenException">One of them no longer opens.</exception>
    public PlainReport WithWholeExclusions() => Later.Count == LaterItems && Decisions.Count == DecisionItems ? this : throw new SealBrokenException();

    /// <summary>Whoever any decision or later words ever excluded: an exclusion is never forgotten by moving.</summary>
    public IEnumerable<string> Excluded => Decisions.SelectMany(decision => decision.ExcludedUnits).Concat(Later.SelectMany(later => later.All)).Distinct(StringComparer.Ordinal);

    /// <summary>Files that came with the report itself, not with a message.</summary>
    public IEnumerable<PlainFile> FirstFiles => Files.Where(file => !Talk.Any(entry => entry.Files?.Contains(file.Id) == true));

    /// <summary>Files that came with a message.</summary>
    public IEnumerable<PlainFile> FilesOf(PlainEntry entry) => Files.Where(file => entry.Files?.Contains(file.Id) == true);

    /// <summary>The decision in force.</summary>
    public RoutingDecision? Decision => Decisions.Count == 0 ? null : Decisions[^1];

    /// <summary>Whether the reporter wrote after the unit did: without it nothing here shows that they were asked and answered.</summary>
    public bool HasAnswer => Talk.SkipWhile(entry => entry.FromReporter).Any(entry => entry is { FromReporter: true, Words: not null });

    /// <summary>How many messages of the reporter are here.</summary>
    public int Answers => Talk.Count(entry => entry.FromReporter);

    /// <summary>
    /// The last question that was answered and every message after it: what consent is read from. The last question where none was
    /// answered; everything where none was asked.
    /// </summary>
    public IReadOnlyList<PlainEntry> LastExchange
    {
        get
        {
            var talk = Talk.ToList();
            var asked = talk.FindIndex(entry => !entry.FromReporter);
            var answer = asked < 0 ? -1 : talk.FindLastIndex(entry => entry.FromReporter);
            var question = asked < 0 ? 0 : talk.FindLastIndex(answer > asked ? answer : talk.Count - 1, entry => !entry.FromReporter);

            // A question sent in two messages is one question.
            while (question > 0 && !talk[question - 1].FromReporter)
            {
                question--;
            }

            return talk[question..];
        }
    }

    /// <inheritdoc/>
    public override string ToString() => nameof(PlainReport);
}

/// <summary>A file of a report; no header when it was altered.</summary>
public sealed record PlainFile(Guid Id, int Number, MediaHeader? Header)
{
    /// <inheritdoc/>
    public override string ToString() => nameof(PlainFile);
}

/// <summary>A message or note, or the record of a referral; no words when it was altered. <c>Files</c>: items that came with the message.</summary>
public sealed record PlainEntry(bool FromReporter, string? Words, string? By, DateOnly Day, PlainReferral? Referral = null, IReadOnlyList<Guid>? Files = null)
{
    /// <summary>Whether the note says why a hand-off was declined.</summary>
    public bool Declines { get; init; }

    /// <summary>The half-day, where it is stored; of messages only the day is.</summary>
    public DateTimeOffset? At { get; init; }

    /// <inheritdoc/>
    public override string ToString() => nameof(PlainEntry);
}
