using System.Net;
using AngleSharp;
using AngleSharp.Dom;
using AngleSharp.Html.Dom;

namespace ReportingService.Intake.Tests.Site;

/// <summary>A browser without scripts or cookies: follows links and redirects, fills in forms and sends them the way HTML says.</summary>
public sealed class PlainBrowser(HttpClient http)
{
    private readonly List<(string Field, byte[] Bytes, string Name, string Type)> files = [];

    /// <summary>Every form that was sent, as a browser keeps it for "back" and "reload".</summary>
    private readonly List<(string Address, byte[] Body, string Type)> sent = [];

    public IHtmlDocument Page { get; private set; } = null!;

    public HttpResponseMessage Response { get; private set; } = null!;

    public HttpStatusCode Status => Response.StatusCode;

    /// <summary>Every address this browser ever asked for.</summary>
    public List<string> Visited { get; } = [];

    public string Text => Page.QuerySelector("main")!.TextContent;

    public Task OpenAsync(string path) => SendAsync(new HttpRequestMessage(HttpMethod.Get, path));

    public Task ClickAsync(string selector)
    {
        var element = One(selector);
        return element is IHtmlAnchorElement link ? OpenAsync(link.GetAttribute("href")!) : SubmitAsync((IHtmlElement)element);
    }

    /// <summary>Leaves by the quick exit and shows nothing of where it leads.</summary>
    public async Task<HttpResponseMessage> LeaveAsync() => await http.GetAsync(One("#exit").GetAttribute("href"));

    /// <summary>How many forms were sent so far.</summary>
    public int Sent => sent.Count;

    /// <summary>Goes back to a form that was sent, and sends it again.</summary>
    public Task ResendAsync(int number)
    {
        var (address, body, type) = sent[number];
        var request = new HttpRequestMessage(HttpMethod.Post, address) { Content = new ByteArrayContent(body) };
        request.Content.Headers.TryAddWithoutValidation("Content-Type", type);
        return SendAsync(request);
    }

    /// <summary>Goes back to a page that was kept open.</summary>
    public void GoTo(IHtmlDocument page) => Page = page;

    public PlainBrowser Fill(string selector, string value)
    {
        switch (One(selector))
        {
            case IHtmlTextAreaElement area: area.Value = value; break;
            case IHtmlSelectElement select: select.Value = value; break;
            case IHtmlInputElement { Type: "checkbox" or "radio" } box: box.IsChecked = value == "true"; break;
            case IHtmlInputElement input: input.Value = value; break;
            default: throw new InvalidOperationException(selector);
        }

        return this;
    }

    public PlainBrowser Attach(string field, byte[] bytes, string name, string type = "application/octet-stream")
    {
        files.Add((field, bytes, name, type));
        return this;
    }

    public IElement One(string selector) => Page.QuerySelector(selector) ?? throw new InvalidOperationException($"No {selector} on {Visited[^1]}: {Text}");

    private async Task SubmitAsync(IHtmlElement button)
    {
        var form = button.GetAttribute("form") is { } id ? (IHtmlFormElement)Page.GetElementById(id)! : button.Closest("form") as IHtmlFormElement ?? throw new InvalidOperationException("No form.");
        var action = button.GetAttribute("formaction") ?? form.GetAttribute("action")!;
        var fields = form.QuerySelectorAll("input[name],select[name],textarea[name]").Where(Successful)
            .Select(element => (Name: element.GetAttribute("name")!, Value: ValueOf(element))).ToList();
        var request = new HttpRequestMessage(HttpMethod.Post, action);
        if ((button.GetAttribute("formenctype") ?? form.GetAttribute("enctype")) == "multipart/form-data")
        {
            var body = new MultipartFormDataContent();
            foreach (var (name, value) in fields)
            {
                body.Add(new StringContent(value), name);
            }

            if (files.Count == 0)
            {
                // What a browser sends for a file field left empty.
                var nothing = new ByteArrayContent([]);
                nothing.Headers.TryAddWithoutValidation("Content-Disposition", "form-data; name=\"files\"; filename=\"\"");
                nothing.Headers.TryAddWithoutValidation("Content-Type", "application/octet-stream");
                body.Add(nothing);
            }

            foreach (var (field, bytes, name, type) in files)
            {
                var part = new ByteArrayContent(bytes);
                part.Headers.TryAddWithoutValidation("Content-Type", type);
                body.Add(part, field, name);
            }

            files.Clear();
            request.Content = body;
        }
        else
        {
            request.Content = new FormUrlEncodedContent(fields.Select(field => KeyValuePair.Create(field.Name, field.Value)));
        }

        sent.Add((action, await request.Content.ReadAsByteArrayAsync(), request.Content.Headers.ContentType!.ToString()));
        await SendAsync(request);
    }

    private async Task SendAsync(HttpRequestMessage request)
    {
        Visited.Add(request.RequestUri!.ToString());
        Response = await http.SendAsync(request);
        Assert.False(Response.Headers.Contains("Set-Cookie"), "The citizen site set a cookie.");
        if (Response.StatusCode is HttpStatusCode.Redirect or HttpStatusCode.SeeOther)
        {
            await OpenAsync(Response.Headers.Location!.ToString());
            return;
        }

        var context = BrowsingContext.New(Configuration.Default);
        Page = (IHtmlDocument)await context.OpenAsync(async answer => answer.Content(await Response.Content.ReadAsStringAsync()));
    }

    private static bool Successful(IElement element) => element switch
    {
        IHtmlInputElement { Type: "checkbox" or "radio" } box => box.IsChecked,
        IHtmlInputElement { Type: "file" } => false,
        _ => true,
    };

    private static string ValueOf(IElement element) => element switch
    {
        IHtmlTextAreaElement area => area.Value.ReplaceLineEndings("\r\n"),
        IHtmlSelectElement select => select.Value ?? string.Empty,
        IHtmlInputElement input => input.Value,
        _ => string.Empty,
    };
}
