using System.ComponentModel;
using System.Text.Json.Serialization;

namespace ReportingService.Intake.ReceiveFiles;

/// <summary>What became of one file, as its sender is told.</summary>
/// <param name="Index">From 1, in the order sent.</param>
/// <param name="Accepted">Whether it was cleaned and stored.</param>
/// <param name="Code">Empty when accepted; otherwise why not.</param>
/// <param name="Removed">Kinds and counts of what was cut away.</param>
/// <param name="Kind">What it is, so that its sender knows it again: its name is never read. Null when refused.</param>
/// <param name="Length">Bytes of the clean file; 0 when refused.</param>
public sealed record ReceivedFile(
    int Index,
    bool Accepted,
    string Code,
    IReadOnlyList<RemovedPart> Removed,
    [property: Description("Only when accepted: photo, video or sound."), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Kind = null,
    [property: Description("Only when accepted: bytes of the clean file."), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)] long Length = 0);

/// <summary>How many entries of one kind were cut away.</summary>
public sealed record RemovedPart(string Kind, int Count);

/// <summary>A file that is sealed and waits for its report to be stored.</summary>
internal sealed record SealedFile(Guid Item, string BlobName, byte[] SealedHeader, long SealedLength, string MediaType, long Length);
