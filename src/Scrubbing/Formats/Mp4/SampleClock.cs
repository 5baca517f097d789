namespace ReportingService.Scrubbing.Formats.Mp4;

/// <summary>Walks the time tables sample by sample.</summary>
internal sealed class SampleClock(SampleTable table)
{
    private int time = -1;
    private uint timeLeft;
    private uint delta;
    private int offset = -1;
    private uint offsetLeft;
    private int shift;
    private long next;

    public long Decoded { get; private set; }

    public long Shown => Decoded + shift;

    public uint Delta => delta;

    public int Shift => shift;

    public void Next()
    {
        while (timeLeft == 0 && time + 1 < table.TimeCount)
        {
            (timeLeft, delta) = table.Time(++time);
        }

        while (offsetLeft == 0 && offset + 1 < table.OffsetCount)
        {
            (offsetLeft, shift) = table.Offset(++offset);
        }

        // Tables that end early go on with their last value.
        timeLeft = timeLeft > 0 ? timeLeft - 1 : 0;
        offsetLeft = offsetLeft > 0 ? offsetLeft - 1 : 0;
        Decoded = next;
        next += delta;
    }
}
