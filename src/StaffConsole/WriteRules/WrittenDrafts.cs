using System.Collections.Concurrent;
using ReportingService.Data;

namespace ReportingService.StaffConsole.WriteRules;

/// <summary>
/// What authors saved through this process, until they propose it. Threat: the database exchanges a text right after it was saved, and
/// its author, who has just written it, does not read it again before proposing.
/// </summary>
public sealed class WrittenDrafts
{
    private readonly ConcurrentDictionary<Guid, string> written = new();

    /// <summary>Its author has saved this.</summary>
    public void Remember(RuleDraft draft)
    {
        ArgumentNullException.ThrowIfNull(draft);
        written[draft.Id] = ShownDraft.HashOfWritten(draft);
    }

    /// <summary>
    /// Whether this is what its author saved last, or nothing is known of that. Forgets it: who is told that the text differs looks at it
    /// and may propose it after all, for another console may have saved it.
    /// </summary>
    public bool IsAsWritten(RuleDraft draft)
    {
        ArgumentNullException.ThrowIfNull(draft);
        return !written.TryRemove(draft.Id, out var hash) || hash == ShownDraft.HashOfWritten(draft);
    }
}
