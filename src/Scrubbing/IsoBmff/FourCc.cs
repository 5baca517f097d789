namespace ReportingService.Scrubbing.IsoBmff;

/// <summary>Four-character codes as numbers, the way boxes carry them.</summary>
internal static class FourCc
{
    public static uint Of(string code) => ((uint)code[0] << 24) | ((uint)code[1] << 16) | ((uint)code[2] << 8) | code[3];

    public static string Text(uint code) =>
        string.Create(4, code, static (text, value) =>
        {
            for (var i = 0; i < 4; i++)
            {
                var c = (char)((value >> (24 - 8 * i)) & 0xFF);
                text[i] = c is >= ' ' and <= '~' ? c : '.';
            }
        });
}
