using ReportingService.Core.Vocabulary;

namespace ReportingService.Core.Messages;

/// <summary>
/// Something about a case that a desk's screen shows has changed; consoles refresh. Of several reports that changed together it names
/// the most urgent. Carries no reason and no content.
/// </summary>
public sealed record CaseChanged(Guid OutboxId, Guid ReportId, string HolderDesk, Urgency Urgency);
