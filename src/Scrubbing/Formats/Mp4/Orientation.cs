namespace ReportingService.Scrubbing.Formats.Mp4;

/// <summary>One of the eight ways a picture can lie: the signs of the two-by-two part of a matrix.</summary>
internal readonly record struct Orientation(int A, int B, int C, int D)
{
    public static Orientation Upright => new(1, 0, 0, 1);

    /// <summary>Reads the nine numbers of a matrix (ISO/IEC 14496-12 clause 8.3.2.3) and keeps only quarter turns and mirrors.</summary>
    // Threat: the numbers of a matrix are 36 bytes that nobody looks at. Only one of eight constants is written back.
    public static Orientation Read(ReadOnlySpan<byte> matrix)
    {
        Span<int> m = stackalloc int[9];
        for (var i = 0; i < 9; i++)
        {
            m[i] = System.Buffers.Binary.BinaryPrimitives.ReadInt32BigEndian(matrix[(i * 4)..]);
        }

        var diagonal = Math.Max(Math.Abs((long)m[0]), Math.Abs((long)m[4]));
        var other = Math.Max(Math.Abs((long)m[1]), Math.Abs((long)m[3]));
        if (diagonal == 0 && other == 0)
        {
            return Upright;
        }

        // A hundredth of a turn apart from the axes is still that axis; real rotations by other angles are refused.
        if (diagonal > other * 50 && m[0] != 0 && m[4] != 0)
        {
            return new(Math.Sign(m[0]), 0, 0, Math.Sign(m[4]));
        }

        if (other > diagonal * 50 && m[1] != 0 && m[3] != 0)
        {
            return new(0, Math.Sign(m[1]), Math.Sign(m[3]), 0);
        }

        throw RefusedException.NotSupported("The picture is rotated by an angle other than quarter turns.");
    }

    /// <summary>This orientation followed by another.</summary>
    public Orientation Then(Orientation next) => new(
        A * next.A + B * next.C, A * next.B + B * next.D, C * next.A + D * next.C, C * next.B + D * next.D);

    /// <summary>The matrix with the shift that brings the turned picture back to the origin.</summary>
    public void Write(IsoBmff.BoxWriter writer, uint width, uint height)
    {
        // The picture spans (0,0)-(w,h); after the turn its smallest corner must be (0,0).
        var x = (A < 0 ? width : 0) + (C < 0 ? height : 0);
        var y = (B < 0 ? width : 0) + (D < 0 ? height : 0);
        ReadOnlySpan<uint> numbers =
        [
            (uint)(A << 16), (uint)(B << 16), 0, (uint)(C << 16), (uint)(D << 16), 0, (uint)x, (uint)y, 0x40000000,
        ];
        foreach (var number in numbers)
        {
            writer.U32(number);
        }
    }
}
