using ReportingService.Core.Vocabulary;

namespace ReportingService.Core.Messages;

/// <summary>
/// Its reporter wrote later that a report concerns who holds it: that desk must lose its key. <paramref name="HolderDesk"/> is a desk that
/// holds a key now, its own or a lent one, or empty when none did yet: then whoever got it meanwhile. Says nothing of why, nor which
/// other units are excluded.
/// </summary>
public sealed record HolderExcluded(Guid OutboxId, Guid ReportId, string HolderDesk, Urgency Urgency);
