using System.Globalization;
using System.Net.Sockets;
using System.Text;
using ReportingService.Intake.Tests.Site;

namespace ReportingService.Intake.Tests.Admission;

/// <summary>A form whose sender stops in the middle, and may go on.</summary>
public sealed class BegunRequest : IDisposable
{
    private readonly TcpClient client = new();
    private readonly byte[] rest;

    private BegunRequest(byte[] rest) => this.rest = rest;

    public static async Task<BegunRequest> SendAsync(IntakeSite site, string path, HttpContent content, int first)
    {
        var body = await content.ReadAsByteArrayAsync();
        var begun = new BegunRequest(body[first..]);
        await begun.client.ConnectAsync(site.Address.Host, site.Address.Port);
        var head = $"POST {path} HTTP/1.1\r\nHost: {site.Address.Authority}\r\nConnection: close\r\nContent-Type: {content.Headers.ContentType}\r\nContent-Length: {body.Length}\r\n\r\n";
        await begun.client.GetStream().WriteAsync((byte[])[.. Encoding.ASCII.GetBytes(head), .. body[..first]]);
        return begun;
    }

    /// <summary>Sends the rest and reads the answer.</summary>
    public async Task<(int Status, string Text)> FinishAsync()
    {
        var stream = client.GetStream();
        await stream.WriteAsync(rest);
        using var reader = new StreamReader(stream, Encoding.UTF8);
        var answer = await reader.ReadToEndAsync();
        return (int.Parse(answer.AsSpan(9, 3), CultureInfo.InvariantCulture), answer);
    }

    public void Dispose() => client.Dispose();
}
