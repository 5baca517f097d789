using System.Buffers.Binary;

namespace ReportingService.Scrubbing.Formats.Png;

/// <summary>The frames of an animated PNG.</summary>
internal sealed partial class PngFile
{
    private const uint FrameData = 0x66644154;

    private bool animated;
    private bool framePending;
    private long frameWidth;
    private long frameHeight;
    private uint framesPromised;
    private uint frames;

    /// <summary>False when the frame belongs to no animation and is dropped.</summary>
    public async ValueTask<bool> StartFrameDataAsync()
    {
        if (!animated || !PictureStarted)
        {
            await EndDataAsync(FrameData);
            return false;
        }

        if (!pictureDone)
        {
            await EndDataAsync(FrameData);
        }

        if (framePending)
        {
            framePending = false;
            Data.Start(Header!.DataLength(frameWidth, frameHeight), asFrame: true);
        }
        else if (!Data.Open)
        {
            throw RefusedException.Damaged("Frame data without frame header.");
        }

        return true;
    }

    private void TakeAnimation(uint type, byte[] body)
    {
        if (body.Length != 8 || PictureStarted || !seen.Add(type))
        {
            return;
        }

        framesPromised = BinaryPrimitives.ReadUInt32BigEndian(body);
        if (framesPromised == 0)
        {
            return;
        }

        if (framesPromised > context.Limits.MaxItems)
        {
            throw RefusedException.TooComplex("More frames than the limit allows.");
        }

        animated = true;
        PngScrubber.WriteChunk(output, type, body);
    }

    private void TakeFrame(uint type, byte[] body)
    {
        if (!animated)
        {
            context.Removed.Add(RemovalKind.Other);
            if (!context.Rules.Hold(PngRules.StrayFrames))
            {
                PngScrubber.WriteChunk(output, type, body);
            }

            return;
        }

        if (body.Length != 26 || framePending || (PictureStarted && !pictureDone))
        {
            throw RefusedException.Damaged("A frame header that cannot be read.");
        }

        frameWidth = BinaryPrimitives.ReadUInt32BigEndian(body.AsSpan(4));
        frameHeight = BinaryPrimitives.ReadUInt32BigEndian(body.AsSpan(8));
        var x = BinaryPrimitives.ReadUInt32BigEndian(body.AsSpan(12));
        var y = BinaryPrimitives.ReadUInt32BigEndian(body.AsSpan(16));
        if (frameWidth == 0 || frameHeight == 0 || x + frameWidth > Header!.Width || y + frameHeight > Header.Height || body[24] > 2 || body[25] > 1)
        {
            throw RefusedException.Damaged("A frame outside the picture.");
        }

        BinaryPrimitives.WriteUInt32BigEndian(body, Data.Sequence++);
        PngScrubber.WriteChunk(output, type, body);
        frames++;
        framePending = true;
    }
}
