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
public sealed record SubmittedReport(
    IReadOnlyList<ReceivedFile> Files,
    IReadOnlyList<string> Receive,
    IReadOnlyList<string> OnlyTold,
    IReadOnlyList<string> WillNotReceive,
    Barred Barred,
    Protection Protection,
    Urgency Urgency)
{
    /// <summary>For sealing.</summary>
    public byte[] ToBytes() => JsonSerializer.SerializeToUtf8Bytes(this, JsonSerializerOptions.Web);

    /// <summary>Reads <see cref="ToBytes"/>.</summary>
    public static SubmittedReport FromBytes(ReadOnlySpan<byte> bytes)
        => JsonSerializer.Deserialize<SubmittedReport>(bytes, JsonSerializerOptions.Web) ?? throw new InvalidDataException("Empty outcome.");
}
