using ReportingService.Core.Keys;
using ReportingService.Core.Reports;
using ReportingService.Core.Vocabulary;
using ReportingService.Sealing;

namespace ReportingService.Intake.OpenReceipt;

/// <summary>What a receipt shows: where the report stands and what was said. Never the report, its files or its place. <c>Altered</c>: how many messages no longer open.
/// <c>Readers</c>: the bodies that can be written to, the one first that gets words without a choice. <c>AskedBy</c>: whose question waits for an answer. <c>Overdue</c>: nobody read it in the time in which somebody should have taken it.</summary>
public sealed record ReportStanding(
    ReportState State,
    IReadOnlyList<PlainThreadMessage> Messages,
    IReadOnlyList<KeyDomain> Readers,
    bool CanWithdraw,
    bool CanUndo,
    DateOnly? DeletedAfter,
    Urgency Urgency,
    int Altered,
    bool Waits,
    bool Helpline,
    ReportState? Before,
    string? Outcome,
    KeyDomain? AskedBy,
    bool Overdue)
{
    private static readonly ReportState[] NamingUnit =
        [ReportState.Routed, ReportState.Question, ReportState.Answered, ReportState.Accepted, ReportState.Closed];

    /// <summary>The parts that later words have made and that are still open: who has each, and whether all of it was read. The state is the first part's.</summary>
    public IReadOnlyList<(KeyDomain Body, bool Read)> OtherParts { get; init; } = [];

    /// <summary>Whether more can be written.</summary>
    public bool CanReply => Readers.Count > 0;

    /// <summary>
    /// The keys of the sentences that say where it stands. While nobody can open it, "with a unit" would be a promise that is not kept; and
    /// "unit" would mean the police to a reporter who wrote to the helpline only.
    /// </summary>
    public IEnumerable<string> StatusKeys
    {
        get
        {
            var key = KeyOf(State);
            IEnumerable<string> own = State switch
            {
                ReportState.Received or ReportState.Routed when Waits => ["status.waiting"],
                ReportState.Answered when Before is ReportState.Accepted or ReportState.Referred => [KeyOf(Before.Value), key],
                ReportState.Closed when Outcome is not null => [key, "outcome." + Outcome],
                _ => [key],
            };

            // What the reporter can do comes first: a unit that asks and then accepts still waits for the answer.
            var asked = AskedBy is { } body ? KeyOf(ReportState.Question, body == KeyDomain.Helpline) : key;
            return asked == key ? own : own.Prepend(asked);
        }
    }

    /// <summary>
    /// When it was read once and nobody can open it any more: the key of the sentence that says so. Threat: whoever is reported sends a
    /// report of his own and reads from its standing that a unit has nobody left, or that all of it stepped aside: one sentence for all.
    /// </summary>
    public string? WaitsAgainKey => !Waits || State is ReportState.Received or ReportState.Routed ? null : "status.waiting.again";

    private string KeyOf(ReportState state) => KeyOf(state, Helpline);

    private static string KeyOf(ReportState state, bool helpline) => "status." + Codes.Of(state) + (helpline && NamingUnit.Contains(state) ? ".helpline" : string.Empty);

    /// <summary>Only the type's name.</summary>
    public override string ToString() => nameof(ReportStanding);
}

/// <summary>One message of the thread, opened; <c>Body</c> wrote it or reads it. Prints only its type name.</summary>
public sealed record PlainThreadMessage(Guid Id, bool FromUnit, KeyDomain Body, string Text, DateOnly Day, IReadOnlyList<SentFile> Files)
{
    /// <summary>Threat: plaintext in a log through interpolation.</summary>
    public override string ToString() => nameof(PlainThreadMessage);
}
