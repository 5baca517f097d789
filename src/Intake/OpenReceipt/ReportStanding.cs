using ReportingService.Core.Reports;
using ReportingService.Core.Vocabulary;
using ReportingService.Sealing;

namespace ReportingService.Intake.OpenReceipt;

/// <summary>What a receipt shows: where the report stands and what was said. Never the report, its files or its place. <c>Altered</c>: how many messages no longer open.
/// <c>Asked</c>: a question waits for an answer. <c>Overdue</c>: nobody read it in the time in which somebody should have taken it.</summary>
public sealed record ReportStanding(
    ReportState State,
    IReadOnlyList<PlainThreadMessage> Messages,
    bool CanReply,
    bool CanWithdraw,
    bool CanUndo,
    DateOnly? DeletedAfter,
    Urgency Urgency,
    int Altered,
    bool Waits,
    bool Helpline,
    ReportState? Before,
    string? Outcome,
    bool Asked,
    bool Overdue)
{
    private static readonly ReportState[] NamingUnit =
        [ReportState.Routed, ReportState.Question, ReportState.Answered, ReportState.Accepted, ReportState.Closed];

    /// <summary>
    /// The keys of the sentences that say where it stands. While nobody can open it, "with a unit" would be a promise that is not kept; and
    /// "unit" would mean the police to a reporter who wrote to the helpline only.
    /// </summary>
    public IEnumerable<string> StatusKeys
    {
        get
        {
            if (Waits && State is (ReportState.Received or ReportState.Routed))
            {
                return ["status.waiting"];
            }

            var key = KeyOf(State);
            return State switch
            {
                // What the reporter can do comes first: a unit that asks and then accepts still waits for the answer.
                not ReportState.Question when Asked => [KeyOf(ReportState.Question), key],
                ReportState.Answered when Before is ReportState.Accepted or ReportState.Referred => [KeyOf(Before.Value), key],
                ReportState.Closed when Outcome is not null => [key, "outcome." + Outcome],
                _ => [key],
            };
        }
    }

    /// <summary>
    /// When it was read once and nobody can open it any more: the key of the sentence that says so. Threat: whoever is reported sends a
    /// report of his own and reads from its standing that a unit has nobody left, or that all of it stepped aside: one sentence for all.
    /// </summary>
    public string? WaitsAgainKey => !Waits || State is ReportState.Received or ReportState.Routed ? null : "status.waiting.again";

    private string KeyOf(ReportState state) => "status." + Codes.Of(state) + (Helpline && NamingUnit.Contains(state) ? ".helpline" : string.Empty);

    /// <summary>Only the type's name.</summary>
    public override string ToString() => nameof(ReportStanding);
}

/// <summary>One message of the thread, opened. Prints only its type name.</summary>
public sealed record PlainThreadMessage(Guid Id, bool FromUnit, string Text, DateOnly Day, IReadOnlyList<SentFile> Files)
{
    /// <summary>Threat: plaintext in a log through interpolation.</summary>
    public override string ToString() => nameof(PlainThreadMessage);
}
