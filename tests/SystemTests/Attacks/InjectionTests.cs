using System.Net.Sockets;
using System.Text;
using AngleSharp.Html.Parser;

namespace ReportingService.SystemTests.Attacks;

/// <summary>Threat: what somebody types becomes markup, a header or a path on somebody else's screen.</summary>
[Collection(AttackedProduct.Together)]
public sealed class InjectionTests(AttackedProduct attacked)
{
    private const string Evil = "</textarea></script><script>alert('evil')</script><img src=evil onerror=alert(1)><style>*{display:none}</style>\" onmouseover=\"evil()\" "
        + "<a href=\"javascript:evil()\">x</a><form action=//evil.example><base href=//evil.example><meta http-equiv=refresh content=0;url=//evil.example>\r\nSet-Cookie: evil=1\r\n\r\n";

    [Fact]
    public async Task Markup_InEveryField_StaysTextOnBothSides()
    {
        var (receipt, id) = await attacked.ReportAsync(
            Evil + " Më kanë vjedhur biçikletën në Gjilan.", new() { ["category"] = "theft", ["place"] = Evil },
            [("../../../../evil.jpg", "text/html", await attacked.PhotoAsync())]);
        var officer = await attacked.StaffAsync("officer.ps-gjilan");
        var report = "/reports/" + id.ToString("N");
        await officer.GoAsync(report + "/ask");
        await officer.SubmitAsync("/ask", ("Words", Evil));
        await officer.GoAsync(report + "/note");
        await officer.SubmitAsync("/note", ("Words", Evil));
        await attacked.Citizen.AnswerAsync(receipt, Evil);

        var staff = await officer.AskAsync(HttpMethod.Get, report);
        Assert.True(Count(staff.Body) >= 4);
        Harmless(staff.Body, staff.Headers);
        var picture = await officer.AskAsync(HttpMethod.Get, new HtmlParser().ParseDocument(staff.Body).QuerySelector("img[src*='/files/']")!.GetAttribute("src")!);
        Assert.Contains("image/jpeg", picture.Headers, StringComparison.Ordinal);
        Assert.Contains("sandbox", picture.Headers, StringComparison.Ordinal);
        Assert.DoesNotContain("evil", picture.Headers, StringComparison.Ordinal);

        foreach (var (path, fields) in new (string, (string, string)[])[]
        {
            ("/sq/answer", [("receipt", receipt)]),
            ("/sq/answer", [("receipt", Evil)]),
            ("/sq/about", [("text", Evil), ("place", Evil), ("category", Evil)]),
            ("/sq/check", [("text", Evil), ("place", Evil), ("category", "theft"), ("municipality", "gjilan")]),
        })
        {
            using var http = new HttpClient();
            using var form = new FormUrlEncodedContent(fields.Select(field => KeyValuePair.Create(field.Item1, field.Item2)));
            using var answer = await http.PostAsync(new Uri(attacked.Product.CitizenUrl, path), form);
            var body = await answer.Content.ReadAsStringAsync();
            Assert.True(Count(body) > 0, path);
            Harmless(body, answer.Headers.ToString());
        }

        // The control: the same look finds the markup where it is not escaped.
        Assert.ThrowsAny<Xunit.Sdk.XunitException>(() => Harmless("<p>" + Evil + "</p>", "Content-Security-Policy: default-src 'none'"));
        Assert.Empty(Directory.EnumerateFileSystemEntries(attacked.Folder.Path, "*evil*", SearchOption.AllDirectories));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Headers_TooLarge_AreRefused(bool citizen)
    {
        var site = citizen ? attacked.Product.CitizenUrl : attacked.Product.StaffUrl;
        var host = site.Authority;

        // Just more than the 32 KiB that are taken: what a server leaves unread when it hangs up can cost its answer.
        Assert.StartsWith("HTTP/1.1 431", await SpeakAsync(site, $"GET / HTTP/1.1\r\nHost: {host}\r\nX-Long: {new string('a', 32_800)}\r\n\r\n"), StringComparison.Ordinal);
        Assert.StartsWith("HTTP/1.1 200", await SpeakAsync(site, $"GET /healthz HTTP/1.1\r\nHost: {host}\r\nX-Short: a\r\nConnection: close\r\n\r\n"), StringComparison.Ordinal);
    }

    /// <summary>Threat: bodies that never end hold every place.</summary>
    [Fact]
    public async Task Body_ThatDrips_IsCutOff()
    {
        var site = attacked.Product.CitizenUrl;
        using var socket = await ConnectAsync(site);
        await socket.SendAsync(Encoding.ASCII.GetBytes(
            $"POST /api/v1/reports HTTP/1.1\r\nHost: {site.Authority}\r\nContent-Type: multipart/form-data; boundary=b\r\nContent-Length: 100000\r\n\r\n--b\r\n"));
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        var closed = ReadAllAsync(socket, limit.Token);
        while (!closed.IsCompleted)
        {
            try
            {
                await socket.SendAsync("x"u8.ToArray(), limit.Token);
            }
            catch (SocketException)
            {
                break;
            }

            await Task.WhenAny(closed, Task.Delay(1000, limit.Token));
        }

        Assert.False(limit.IsCancellationRequested);
    }

    private static int Count(string body) => new HtmlParser().ParseDocument(body).DocumentElement.OuterHtml.Split("alert('evil')").Length - 1;

    private static void Harmless(string body, string headers)
    {
        var page = new HtmlParser().ParseDocument(body);
        Assert.DoesNotContain(page.Scripts, script => script.TextContent.Contains("evil", StringComparison.Ordinal));
        Assert.DoesNotContain(page.All, element => element.Attributes.Any(attribute => attribute.Name.StartsWith("on", StringComparison.OrdinalIgnoreCase)));
        Assert.DoesNotContain(page.All, element => element.Attributes.Any(attribute =>
            attribute.Name is "src" or "href" or "action" or "formaction" && attribute.Value.Contains("evil", StringComparison.Ordinal)));
        Assert.Empty(page.QuerySelectorAll("style, base, iframe, object, embed"));

        // Where there are no scripts, the console's own pages lead away when the session ends: nowhere else, and nothing else does.
        Assert.All(page.QuerySelectorAll("meta[http-equiv]"), leads => Assert.Matches("^[0-9]+; ?url=/session-ended[^:;]*$", leads.GetAttribute("content")!));
        Assert.All(page.QuerySelectorAll("form"), form => Assert.StartsWith("/", form.GetAttribute("action") ?? "/", StringComparison.Ordinal));
        Assert.Contains("default-src 'none'", headers, StringComparison.Ordinal);
        Assert.DoesNotContain("unsafe", headers, StringComparison.Ordinal);
        Assert.DoesNotContain("evil", headers, StringComparison.Ordinal);
    }

    private static async Task<string> SpeakAsync(Uri site, string words)
    {
        using var socket = await ConnectAsync(site);
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        try
        {
            await socket.SendAsync(Encoding.ASCII.GetBytes(words), limit.Token);
        }
        catch (SocketException)
        {
            // Refused before all was said.
        }

        return await ReadAllAsync(socket, limit.Token);
    }

    private static async Task<Socket> ConnectAsync(Uri site)
    {
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp);
        await socket.ConnectAsync(site.Host, site.Port);
        return socket;
    }

    private static async Task<string> ReadAllAsync(Socket socket, CancellationToken limit)
    {
        var text = new StringBuilder();
        var buffer = new byte[4096];
        try
        {
            while (await socket.ReceiveAsync(buffer, limit) is > 0 and var read)
            {
                text.Append(Encoding.Latin1.GetString(buffer, 0, read));
            }
        }
        catch (SocketException)
        {
            // The other side hung up.
        }

        return text.ToString();
    }
}
