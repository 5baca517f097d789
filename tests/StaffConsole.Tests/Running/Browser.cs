using System.Net;
using AngleSharp.Dom;
using AngleSharp.Html.Parser;

namespace ReportingService.StaffConsole.Tests.Running;

/// <summary>A browser without scripts: cookies, forms with their hidden fields, no redirects of its own.</summary>
public sealed class Browser : IDisposable
{
    private readonly HttpClient client;

    public Browser(Uri address)
    {
        client = new HttpClient(new SocketsHttpHandler { CookieContainer = Cookies, AllowAutoRedirect = false }) { BaseAddress = address };
        Cookies.Add(address, new Cookie("console-language", "en"));
    }

    public CookieContainer Cookies { get; } = new();

    public HttpClient Client => client;

    public async Task<Answer> GetAsync(string path, params (string Name, string Value)[] headers)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, path);
        foreach (var (name, value) in headers)
        {
            request.Headers.TryAddWithoutValidation(name, value);
        }

        return await Answer.OfAsync(await client.SendAsync(request));
    }

    /// <summary>Posts a form as it stands on a page: the antiforgery token comes from that page.</summary>
    public async Task<Answer> SubmitAsync(string page, string action, params (string Name, string Value)[] fields)
    {
        var shown = await GetAsync(page);
        var token = shown.Page.QuerySelector("input[name=__RequestVerificationToken]")?.GetAttribute("value") ?? "";
        return await PostAsync(action, [.. fields, ("__RequestVerificationToken", token)]);
    }

    public async Task<Answer> PostAsync(string action, params (string Name, string Value)[] fields)
    {
        using var body = new FormUrlEncodedContent(fields.Select(field => KeyValuePair.Create(field.Name, field.Value)));
        return await Answer.OfAsync(await client.PostAsync(new Uri(action, UriKind.Relative), body));
    }

    /// <summary>
    /// The line of a report in the queue, on whichever page it stands: the reports of other tests stand there too, in the order the
    /// tests happen to run. Null when it is on none.
    /// </summary>
    public async Task<IElement?> FindRowAsync(TestReport report, string from = "/queue")
    {
        for (var address = from; address is not null;)
        {
            var page = (await GetAsync(address)).Page;
            if (page.GetElementById("r" + report.Id.Value.ToString("N"))?.Closest("tr") is { } row)
            {
                return row;
            }

            address = page.QuerySelector("a[rel=next]")?.GetAttribute("href");
        }

        return null;
    }

    public void Dispose() => client.Dispose();
}

/// <summary>What came back.</summary>
public sealed record Answer(int Status, string? Location, string Text, byte[] Bytes, HttpResponseMessage Response)
{
    private IDocument? page;

    public IDocument Page => page ??= new HtmlParser().ParseDocument(Text);

    public static async Task<Answer> OfAsync(HttpResponseMessage response)
    {
        var bytes = await response.Content.ReadAsByteArrayAsync();
        return new Answer((int)response.StatusCode, response.Headers.Location?.OriginalString, System.Text.Encoding.UTF8.GetString(bytes), bytes, response);
    }

    public string? Header(string name)
        => Response.Headers.TryGetValues(name, out var values) || Response.Content.Headers.TryGetValues(name, out values) ? string.Join(", ", values) : null;
}
