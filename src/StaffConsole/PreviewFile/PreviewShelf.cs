using System.Security.Cryptography;

namespace ReportingService.StaffConsole.PreviewFile;

/// <summary>
/// The previews a session has made: in its memory alone, bounded, zeroed with its keys. They are stored nowhere, so there is nothing
/// of them to expire, to back up or to steal.
/// </summary>
public sealed class PreviewShelf : IDisposable
{
    private const int Room = 48 << 20;

    private readonly Lock gate = new();
    private readonly LinkedList<(Guid Item, PreviewKind Kind, byte[] Bytes)> previews = [];
    private bool closed;

    /// <summary>A copy of a preview made before; null when there is none.</summary>
    public byte[]? Find(Guid item, PreviewKind kind)
    {
        lock (gate)
        {
            return previews.FirstOrDefault(found => found.Item == item && found.Kind == kind).Bytes?.ToArray();
        }
    }

    /// <summary>Keeps a copy; the oldest make room.</summary>
    public void Keep(Guid item, PreviewKind kind, byte[] bytes)
    {
        lock (gate)
        {
            if (closed || bytes.Length > Room)
            {
                return;
            }

            previews.AddLast((item, kind, bytes.ToArray()));
            while (previews.Sum(kept => (long)kept.Bytes.Length) > Room)
            {
                DropFirst();
            }
        }
    }

    /// <summary>Zeroes all of them and takes no more.</summary>
    public void Dispose()
    {
        lock (gate)
        {
            closed = true;
            while (previews.Count > 0)
            {
                DropFirst();
            }
        }
    }

    private void DropFirst()
    {
        CryptographicOperations.ZeroMemory(previews.First!.Value.Bytes);
        previews.RemoveFirst();
    }
}
