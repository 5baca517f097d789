using Microsoft.Playwright;
using ReportingService.TestKit.Running;

namespace ReportingService.SystemTests.Browser;

/// <summary>One browser window and all that is watched about it: whom it asked, what it complained about, which cookies it was given.</summary>
public sealed class Visit : IAsyncDisposable
{
    private readonly List<string> hosts = [];
    private readonly List<string> complaints = [];
    private readonly RunningProduct product;

    private Visit(RunningProduct product, IBrowserContext context, IPage page)
    {
        this.product = product;
        Context = context;
        Page = page;
        context.Request += (_, request) => Note(hosts, new Uri(request.Url) is { Scheme: "http" or "https" } uri ? uri.Authority : "");
        context.Console += (_, message) => Note(complaints, message.Type is "error" or "warning" && !IsExpected(message.Text) ? message.Text : "");
        context.WebError += (_, error) => Note(complaints, error.Error);
    }

    public IBrowserContext Context { get; }

    public IPage Page { get; }

    public static async Task<Visit> StartAsync(IBrowser browser, RunningProduct product, bool scripts = true, int width = 320, string? storage = null, ColorScheme theme = ColorScheme.Light)
    {
        var context = await browser.NewContextAsync(new()
        {
            JavaScriptEnabled = scripts,
            ViewportSize = new() { Width = width, Height = 800 },
            StorageState = storage,
            ColorScheme = theme,
            ReducedMotion = ReducedMotion.Reduce,
        });
        context.SetDefaultTimeout(90_000);
        return new Visit(product, context, await context.NewPageAsync());
    }

    public Task CitizenAsync(string path) => Page.GotoAsync(new Uri(product.CitizenUrl, path).ToString());

    public Task StaffAsync(string path) => Page.GotoAsync(new Uri(product.StaffUrl, path).ToString());

    /// <summary>Everything watched that should not have happened so far; forgets it.</summary>
    public IReadOnlyList<string> Complaints()
    {
        lock (complaints)
        {
            var own = new[] { product.CitizenUrl.Authority, product.StaffUrl.Authority };
            var all = hosts.Except(own).Select(host => "asked somebody else: " + host).Concat(complaints.Select(words => "the browser complained: " + words)).Distinct().ToList();
            complaints.Clear();
            hosts.Clear();
            return all;
        }
    }

    /// <summary>Cookies and everything else the citizen site left on the device.</summary>
    public async Task<IReadOnlyList<string>> LeftBehindAsync()
    {
        var cookies = await Context.CookiesAsync([product.CitizenUrl.ToString()]);
        var stored = Page.Url.StartsWith("http", StringComparison.Ordinal)
            ? await Page.EvaluateAsync<string[]>("() => [...Object.keys(localStorage), ...Object.keys(sessionStorage)]")
            : [];
        return [.. cookies.Select(cookie => "cookie " + cookie.Name), .. stored.Select(name => "stored " + name)];
    }

    public async ValueTask DisposeAsync() => await Context.DisposeAsync();

    /// <summary>
    /// A page that answers 404 on purpose makes the browser say so, and this browser does not know every feature that others
    /// do and the sites switch off: no faults of the page. Nor is that it refuses the alarm's sound before a click, which the page itself says
    /// to the reader.
    /// </summary>
    private static bool IsExpected(string text)
        => text.StartsWith("Failed to load resource: the server responded with a status of 4", StringComparison.Ordinal)
            || text.StartsWith("Error with Permissions-Policy header: Unrecognized feature", StringComparison.Ordinal)
            || text.StartsWith("The AudioContext was not allowed to start.", StringComparison.Ordinal);

    private void Note(List<string> list, string what)
    {
        if (what.Length > 0)
        {
            lock (complaints)
            {
                list.Add(what);
            }
        }
    }
}
