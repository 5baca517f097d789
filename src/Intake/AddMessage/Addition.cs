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
public sealed record ExcludedPart(Case Report, VouchedCase Case, LaterExclusion Excluded, IReadOnlyList<string> Losing);
