using System.Text.Json;
using ReportingService.Core.Keys;
using ReportingService.Core.Routing;
using ReportingService.Core.Vocabulary;
using ReportingService.Intake.ReceiveFiles;

namespace ReportingService.Intake.SubmitReport;

/// <summary>
/// The answer to a submission, stored sealed to the reporter so that sending again gives the same one. Codes only; names are
/// added in the reader's language.
/// </summary>
/// <param name="Files">What became of each file.</param>
/// <param name="Receive">Desks that get it.</param>
/// <param name="OnlyTold">Desks that get a notice.</param>
/// <param name="WillNotReceive">Desks that get nothing.</param>
/// <param name="Barred">How far that circle reaches.</param>
/// <param name="Protection">The one body that may read it.</param>
/// <param name="Urgency">How soon a person should read it.</param>
/// <param name="Waits">When it was sent, nobody who may read it could open it.</param>
public sealed record SubmittedReport(
    IReadOnlyList<ReceivedFile> Files,
    IReadOnlyList<string> Receive,
    IReadOnlyList<string> OnlyTold,
    IReadOnlyList<string> WillNotReceive,
    Barred Barred,
    Protection Protection,
    Urgency Urgency,
    bool Waits)
{
    /// <summary>For sealing.</summary>
    public byte[] ToBytes() => JsonSerializer.SerializeToUtf8Bytes(this, JsonSerializerOptions.Web);

    /// <summary>Reads <see cref="ToBytes"/>.</summary>
    public static SubmittedReport FromBytes(ReadOnlySpan<byte> bytes)
        => JsonSerializer.Deserialize<SubmittedReport>(bytes, JsonSerializerOptions.Web) ?? throw new InvalidDataException("Empty outcome.");
}
