using System.Net;
using AngleSharp.Dom;
using AngleSharp.Html.Dom;
using AngleSharp.Html.Parser;
using ReportingService.Opening;

namespace ReportingService.TestKit.Running;

/// <summary>A member of staff at a browser with scripts off: pages, forms, cookies, antiforgery.</summary>
public sealed class OfficerBrowser : IDisposable
{
    private const string Base32 = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";

    private readonly HttpClient http;

    public OfficerBrowser(Uri console)
    {
        http = new HttpClient(new SocketsHttpHandler { CookieContainer = Cookies, AllowAutoRedirect = true }) { BaseAddress = console, Timeout = TimeSpan.FromSeconds(60) };
    }

    /// <summary>What the console left in this browser.</summary>
    public CookieContainer Cookies { get; } = new();

    public IHtmlDocument Page { get; private set; } = new HtmlParser().ParseDocument(string.Empty);

    public HttpStatusCode Status { get; private set; }

    public Uri Address { get; private set; } = new("about:blank");

    public static Task<OfficerBrowser> SignInAsync(RunningProduct product, DemoAccount account) => SignInAsync(product.StaffUrl, account);

    /// <param name="console">Where.</param>
    /// <param name="account">Who.</param>
    /// <param name="code">The one-time code; that of this moment when none is given.</param>
    public static async Task<OfficerBrowser> SignInAsync(Uri console, DemoAccount account, string? code = null)
    {
        var browser = new OfficerBrowser(console);
        await browser.GoAsync("/sign-in");
        await browser.SubmitAsync("/sign-in", ("UserName", account.User), ("Passphrase", account.Passphrase), ("Code", code ?? CodeOf(account)));
        if (browser.Address.AbsolutePath.StartsWith("/sign-in", StringComparison.Ordinal))
        {
            throw new InvalidOperationException($"{account.User} could not sign in: {browser.Page.Body?.TextContent}");
        }

        return browser;
    }

    /// <summary>The one-time code of this moment.</summary>
    public static string CodeOf(DemoAccount account) => Totp.CodeAt(Decode(account.TotpSecret), DateTimeOffset.UtcNow);

    public async Task GoAsync(string path)
    {
        using var answer = await http.GetAsync(new Uri(path, UriKind.RelativeOrAbsolute));
        await TakeAsync(answer);
    }

    /// <summary>Any request with this browser's cookies, outside its pages.</summary>
    public async Task<RawAnswer> AskAsync(HttpMethod method, string path, IEnumerable<KeyValuePair<string, string>>? form = null, Action<HttpRequestMessage>? adjust = null)
    {
        using var request = new HttpRequestMessage(method, path) { Content = form is null ? null : new FormUrlEncodedContent(form) };
        adjust?.Invoke(request);
        using var answer = await http.SendAsync(request);
        return new RawAnswer((int)answer.StatusCode, await answer.Content.ReadAsStringAsync(), answer.RequestMessage!.RequestUri!.AbsolutePath, answer.Headers.ToString() + answer.Content.Headers);
    }

    /// <summary>The antiforgery token of a page.</summary>
    public async Task<string> TokenAsync(string page)
    {
        await GoAsync(page);
        return Page.QuerySelector("input[name=__RequestVerificationToken]")!.GetAttribute("value")!;
    }

    public async Task<byte[]> DownloadAsync(string path)
    {
        using var answer = await http.GetAsync(new Uri(path, UriKind.RelativeOrAbsolute));
        Status = answer.StatusCode;
        return await answer.Content.ReadAsByteArrayAsync();
    }

    /// <summary>Opens a stream of events and keeps it open.</summary>
    public async Task<EventFeed> ListenAsync(string path)
    {
        var answer = await http.GetAsync(new Uri(path, UriKind.RelativeOrAbsolute), HttpCompletionOption.ResponseHeadersRead);
        answer.EnsureSuccessStatusCode();
        return new EventFeed(answer);
    }

    /// <summary>Fills and sends the form of the current page whose action ends with <paramref name="action"/>.</summary>
    public async Task SubmitAsync(string action, params (string Name, string Value)[] fields)
    {
        var form = Page.QuerySelectorAll<IHtmlFormElement>("form").FirstOrDefault(found => (found.GetAttribute("action") ?? Address.AbsolutePath).EndsWith(action, StringComparison.Ordinal))
            ?? throw new InvalidOperationException($"There is no form to {action} on {Address}: {Page.Body?.TextContent}");
        var values = form.QuerySelectorAll("input[type=hidden], button.button--primary[name]").Select(input => KeyValuePair.Create(input.GetAttribute("name")!, input.GetAttribute("value") ?? string.Empty))
            .Where(pair => pair.Key is not null && fields.All(field => field.Name != pair.Key))
            .Concat(fields.Select(field => KeyValuePair.Create(field.Name, field.Value)));
        using var content = new FormUrlEncodedContent(values);
        using var answer = await http.PostAsync(new Uri(form.GetAttribute("action") ?? Address.AbsolutePath, UriKind.RelativeOrAbsolute), content);
        await TakeAsync(answer);
    }

    public void Dispose() => http.Dispose();

    private static byte[] Decode(string base32)
    {
        var bytes = new List<byte>();
        var (buffer, bits) = (0, 0);
        foreach (var sign in base32)
        {
            buffer = (buffer << 5) | Base32.IndexOf(sign, StringComparison.Ordinal);
            bits += 5;
            if (bits >= 8)
            {
                bits -= 8;
                bytes.Add((byte)(buffer >> bits));
                buffer &= (1 << bits) - 1;
            }
        }

        return [.. bytes];
    }

    private async Task TakeAsync(HttpResponseMessage answer)
    {
        Status = answer.StatusCode;
        Address = answer.RequestMessage!.RequestUri!;
        Page = new HtmlParser().ParseDocument(await answer.Content.ReadAsStringAsync());
    }
}
