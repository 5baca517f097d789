namespace ReportingService.Intake.ReceiveFiles;

/// <summary>What became of one file, as its sender is told.</summary>
/// <param name="Index">From 1, in the order sent.</param>
/// <param name="Accepted">Whether it was cleaned and stored.</param>
/// <param name="Code">Empty when accepted; otherwise why not.</param>
/// <param name="Removed">Kinds and counts of what was cut away.</param>
public sealed record ReceivedFile(int Index, bool Accepted, string Code, IReadOnlyList<RemovedPart> Removed);

/// <summary>How many entries of one kind were cut away.</summary>
public sealed record RemovedPart(string Kind, int Count);

/// <summary>A file that is sealed and waits for its report to be stored.</summary>
internal sealed record SealedFile(Guid Item, string BlobName, byte[] SealedHeader, long SealedLength);
