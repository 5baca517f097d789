namespace ReportingService.Sealing;

/// <summary>Check characters over GF(32), x^5 + x^2 + 1 (EnvelopeFormat.md, 5).</summary>
internal static class ReceiptCheck
{
    internal const int Groups = 6;
    internal const int GroupSize = 5;

    private static ReadOnlySpan<byte> Weights => [2, 3, 4, 5];

    /// <summary>The check character's value for the four data values of group <paramref name="group"/> (1 to 6).</summary>
    internal static int Of(ReadOnlySpan<int> data, int group)
    {
        var sum = group;
        for (var i = 0; i < Weights.Length; i++)
        {
            sum ^= Multiply(Weights[i], data[i]);
        }

        return sum;
    }

    /// <summary>True when a group of five values fits; false also for unknown characters.</summary>
    internal static bool Fits(ReadOnlySpan<int> five, int group)
        => five.IndexOfAnyExceptInRange(0, 31) < 0 && Of(five[..4], group) == five[4];

    private static int Multiply(int a, int b)
    {
        var product = 0;
        for (var bit = 0; bit < 5; bit++)
        {
            product ^= ((b >> bit) & 1) * (a << bit);
        }

        for (var bit = 9; bit >= 5; bit--)
        {
            product ^= ((product >> bit) & 1) * (0b100101 << (bit - 5));
        }

        return product;
    }
}
