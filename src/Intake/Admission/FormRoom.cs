using ReportingService.Intake.Forms;

namespace ReportingService.Intake.Admission;

/// <summary>
/// What all forms hold in memory together. Threat: hundreds of connections that each send some megabytes of a form and then a byte now and
/// then. An ordinary form needs nothing from here (<see cref="FormLimits.Free"/>); the longest that can be sent finds room up to the end,
/// and one that is too long, which is read only to give the words back, up to the half: it never costs anybody else's report.
/// </summary>
public sealed class FormRoom(int total)
{
    private readonly Lock gate = new();
    private int taken;

    /// <summary>Bytes that forms hold beyond what each may.</summary>
    public int Taken
    {
        get
        {
            lock (gate)
            {
                return taken;
            }
        }
    }

    /// <summary>The share of the form that the request brings; given back when its answer is through.</summary>
    public FormShare Share(HttpResponse response)
    {
        var share = new FormShare(this);
        response.RegisterForDispose(share);
        return share;
    }

    internal bool TryTake(int bytes, bool tooLong)
    {
        lock (gate)
        {
            if (taken + bytes > (tooLong ? total / 2 : total))
            {
                return false;
            }

            taken += bytes;
            return true;
        }
    }

    internal void Give(int bytes)
    {
        lock (gate)
        {
            taken -= bytes;
        }
    }
}
