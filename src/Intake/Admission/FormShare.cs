using ReportingService.Intake.Forms;

namespace ReportingService.Intake.Admission;

/// <summary>What one form holds of the common room.</summary>
public sealed class FormShare(FormRoom room) : IDisposable
{
    private int taken;
    private int kept;

    /// <summary>Room for a buffer of so many bytes beside the fields that are kept; false when there is none.</summary>
    public bool TryHold(int bytes)
    {
        var needed = kept + bytes - FormLimits.Free;
        if (needed <= taken)
        {
            return true;
        }

        if (!room.TryTake(needed - taken, tooLong: kept + bytes > FormLimits.Sendable))
        {
            return false;
        }

        taken = needed;
        return true;
    }

    /// <summary>A field was read and stays.</summary>
    public void Keep(int bytes) => kept += bytes;

    /// <inheritdoc/>
    public void Dispose() => room.Give(Interlocked.Exchange(ref taken, 0));
}
