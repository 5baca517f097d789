using System.Buffers;
using System.Security.Cryptography;
using ReportingService.Intake.Admission;
using ReportingService.Web.Problems;

namespace ReportingService.Intake.Forms;

/// <summary>The bytes of one field, or of a body that is all fields, in pooled memory that grows only while there is room.</summary>
internal sealed class FieldBuffer(FormShare share) : IDisposable
{
    private const int First = 4 << 10;
    private byte[] buffer = [];
    private int length;

    /// <summary>What was read.</summary>
    public ReadOnlyMemory<byte> Bytes => buffer.AsMemory(0, length);

    /// <summary>Reads to the end; otherwise tells why it stopped before: too long, or no room.</summary>
    public async Task<ProblemCode?> ReadAsync(Stream body, int limit, CancellationToken cancellationToken)
    {
        while (true)
        {
            if (length == buffer.Length && !TryGrow())
            {
                return ProblemCode.Busy;
            }

            var read = await body.ReadAsync(buffer.AsMemory(length), cancellationToken);
            length += read;
            if (length > limit)
            {
                return ProblemCode.BodyTooLarge;
            }

            if (read == 0)
            {
                return null;
            }
        }
    }

    /// <inheritdoc/>
    public void Dispose() => Replace([]);

    private bool TryGrow()
    {
        var size = Math.Max(First, buffer.Length * 2);
        if (!share.TryHold(size))
        {
            return false;
        }

        Replace(ArrayPool<byte>.Shared.Rent(size));
        return true;
    }

    private void Replace(byte[] other)
    {
        var old = buffer;
        if (other.Length > 0)
        {
            old.AsSpan(0, length).CopyTo(other);
        }

        // Threat: pooled memory outlives the request.
        CryptographicOperations.ZeroMemory(old.AsSpan(0, length));
        buffer = other;
        if (old.Length > 0)
        {
            ArrayPool<byte>.Shared.Return(old);
        }
    }
}
