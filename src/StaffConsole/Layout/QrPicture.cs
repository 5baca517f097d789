using System.Globalization;
using System.Text;
using QRCoder;

namespace ReportingService.StaffConsole.Layout;

/// <summary>A QR code as one SVG path: no image request, no inline style, nothing stored.</summary>
public sealed record QrPicture(int Size, string Path)
{
    /// <summary>Draws a text.</summary>
    public static QrPicture Of(string text)
    {
        using var generator = new QRCodeGenerator();
        using var data = generator.CreateQrCode(text, QRCodeGenerator.ECCLevel.M);
        var path = new StringBuilder();
        for (var y = 0; y < data.ModuleMatrix.Count; y++)
        {
            for (var x = 0; x < data.ModuleMatrix[y].Length; x++)
            {
                if (data.ModuleMatrix[y][x])
                {
                    path.Append(CultureInfo.InvariantCulture, $"M{x} {y}h1v1h-1z");
                }
            }
        }

        return new QrPicture(data.ModuleMatrix.Count, path.ToString());
    }
}
