using Microsoft.EntityFrameworkCore;
using ReportingService.Core.Routing;
using ReportingService.Data;
using ReportingService.Sealing;

namespace ReportingService.Intake.AddMessage;

/// <summary>Words and files ready to be stored. Lives as long as one attempt. Prints only its type name.</summary>
/// <param name="Nonce">Becomes the message's id, so that sending twice is one message.</param>
/// <param name="Excluding">The parts that the words exclude somebody from, as just read.</param>
/// <param name="Emergency">Whether the words say that life is in danger now.</param>
public sealed record Addition(MessageDraft Draft, string Text, Guid Nonce, IReadOnlyList<ExcludedPart> Excluding, bool Emergency)
{
    /// <summary>Threat: plaintext in a log through interpolation.</summary>
    public override string ToString() => nameof(Addition);
}

/// <summary>A part that came before the words, whom they exclude from it, and the desks that lose their key to it: as <see cref="PassedWords.Losing"/>.</summary>
public sealed record ExcludedPart(PartAsRead Part, VouchedCase Case, LaterExclusion Excluded, IReadOnlyList<string> Losing);

/// <summary>A part of the report as it was read, with the desks that can open it: what was decided holds while these do.</summary>
public sealed record PartAsRead(Case Row, IReadOnlyList<string> Holders)
{
    /// <summary>The desk that holds the part and those it was lent to; none while no desk holds it.</summary>
    public static async Task<IReadOnlyList<string>> HoldersAsync(ReportingDb db, Case part, CancellationToken cancellationToken)
        => part.HolderDesk is not { } holding ? []
            : [.. (await db.CaseGrants.Where(grant => grant.CaseId == part.Id && grant.HolderKind == HolderKind.Desk).Select(grant => grant.Holder).ToListAsync(cancellationToken))
                .Append(holding).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)];
}
