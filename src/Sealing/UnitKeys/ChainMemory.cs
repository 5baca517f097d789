namespace ReportingService.Sealing;

/// <summary>
/// The newest epoch this process has accepted per desk (and for the router). Threat: somebody who can write to the database deletes
/// newer records to bring back a key he once got hold of. Thread-safe; keep one per process, and give it a file to survive restarts.
/// </summary>
public sealed class ChainMemory
{
    /// <summary>Memory of this process only.</summary>
    public ChainMemory()
    {
    }

    /// <summary>Memory kept in a file (public data), made when missing.</summary>
    public static ChainMemory InFile(string path) => throw new NotSupportedException();
}
