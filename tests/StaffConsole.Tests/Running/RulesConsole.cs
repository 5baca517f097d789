using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using ReportingService.Core.Keys;
using ReportingService.Data;
using ReportingService.StaffConsole.WriteRules;

namespace ReportingService.StaffConsole.Tests.Running;

/// <summary>A console of its own for tests of rules, for what they put in force changes how everything is routed: with three rule authors and the quarantine's desk.</summary>
public sealed class RulesConsole : IAsyncLifetime
{
    /// <summary>Where a rule stands on its page.</summary>
    public const string RuleOnPage = "main form";

    public RunningConsole Console { get; } = new();

    public RulesInForce Rules => Console.Services.GetRequiredService<RulesInForce>();

    public async ValueTask InitializeAsync()
    {
        await Console.InitializeAsync();
        foreach (var name in new[] { "author1.rules", "author2.rules", "author3.rules" })
        {
            var person = await Console.NewPersonAsync(name, AccountRole.RuleAuthor);
            await Console.Services.GetRequiredService<RuleAuthorKeys>().AskAsync(person.Unlocked, CancellationToken.None);
        }

        await Console.NewPersonAsync("officer.quarantine", AccountRole.Officer, "SPAM");
        await Console.AdmitAsync("officer.quarantine", "SPAM");
        await Console.SignKeysAsync(KeyDomain.Police);
        await Console.SignRuleAuthorsAsync();
    }

    public ValueTask DisposeAsync() => Console.DisposeAsync();

    /// <summary>The text in force with one thing changed; the thing must be there.</summary>
    public string Changed(string good, string other)
    {
        var text = System.Text.Encoding.UTF8.GetString(Rules.Last.Content);
        Assert.Contains(good, text, StringComparison.Ordinal);
        return text.Replace(good, other, StringComparison.Ordinal);
    }

    /// <summary>A draft begun and written by its author; the answer is its address.</summary>
    public async Task<string> WriteAsync(string author, string text, string purpose = "provë")
    {
        var browser = await Console[author].BrowserAsync();
        var address = await BeginAsync(author);
        var saved = await browser.SubmitAsync(address, address, ("Text", text), ("Purpose", purpose), ("Seen", await SeenAsync(address)));
        Assert.Equal(address + "?done=saved", saved.Location);
        return address;
    }

    /// <summary>One step with a draft as its page offers it; the answer is what the page is asked to say.</summary>
    /// <param name="meanwhile">What happens between the page and the click.</param>
    public async Task<string> StepAsync(string who, string address, string step, string? seen = null, Func<Task>? meanwhile = null)
    {
        var browser = await Console[who].BrowserAsync();
        var page = (await browser.GetAsync(address)).Page;
        string? Field(string name) => page.QuerySelector($"form[action$='/{step}'] input[name={name}]")?.GetAttribute("value");
        var token = page.QuerySelector("input[name=__RequestVerificationToken]")?.GetAttribute("value") ?? "";
        (string, string)[] fields = [("Seen", seen ?? Field("Seen") ?? await SeenAsync(address)), ("Shown", Field("Shown") ?? ""), ("Sure", "true"), ("__RequestVerificationToken", token)];
        if (meanwhile is not null)
        {
            await meanwhile();
        }

        var answer = await browser.PostAsync($"{address}/{step}", fields);
        return answer.Location is { } location ? location[(location.IndexOf('?', StringComparison.Ordinal) + 1)..] : answer.Status.ToString(System.Globalization.CultureInfo.InvariantCulture);
    }

    /// <summary>What somebody does who writes to the database: the text is another, the number of changes stays.</summary>
    public Task<int> ExchangeAsync(string address, byte[] content)
    {
        var id = Guid.ParseExact(address.Split('/')[^1], "N");
        return Console.Writer.WriteAsync(
            (db, ct) => db.RuleDrafts.Where(draft => draft.Id == id).ExecuteUpdateAsync(set => set.SetProperty(draft => draft.Content, content), ct), CancellationToken.None);
    }

    /// <summary>The state of a draft that a form made now would name.</summary>
    public async Task<string> SeenAsync(string address)
    {
        var id = Guid.ParseExact(address.Split('/')[^1], "N");
        await using var db = await Console.ReadAsync();
        return (await db.RuleDrafts.AsNoTracking().SingleAsync(draft => draft.Id == id)).Version.ToString(System.Globalization.CultureInfo.InvariantCulture);
    }

    /// <summary>Written by the first author, put in force by the second.</summary>
    public async Task PutInForceAsync(string text)
    {
        var address = await WriteAsync("author1.rules", text);
        Assert.Equal("done=propose", await StepAsync("author1.rules", address, "propose"));
        Assert.Equal("done=activate", await StepAsync("author2.rules", address, "activate"));
    }

    /// <summary>A draft as it begins; the answer is its address.</summary>
    public async Task<string> BeginAsync(string author) => (await (await Console[author].BrowserAsync()).SubmitAsync("/rules", "/rules/begin")).Location!;

    /// <summary>The text of a draft as it is stored.</summary>
    public async Task<string> TextAsync(string address)
    {
        var id = Guid.ParseExact(address.Split('/')[^1], "N");
        await using var db = await Console.ReadAsync();
        return System.Text.Encoding.UTF8.GetString((await db.RuleDrafts.AsNoTracking().SingleAsync(draft => draft.Id == id)).Content);
    }

    /// <summary>The form of one rule, at its own address or as the draft leads to it.</summary>
    public static async Task<FormFields> FormAsync(Browser author, string address, string? rule = null)
    {
        if (rule is not null)
        {
            var shown = (await author.GetAsync(address)).Page.QuerySelectorAll(".rule").Single(section => section.QuerySelector("h4 .code")!.TextContent == rule);
            address = shown.QuerySelector("a.button")!.GetAttribute("href")!;
        }

        return FormFields.Of(await author.GetAsync(address), RuleOnPage + ":has([name=Was])");
    }
}
