using Microsoft.EntityFrameworkCore;
using ReportingService.Data;
using ReportingService.StaffConsole.Tests.Running;

namespace ReportingService.StaffConsole.Tests;

/// <summary>Rules that somebody changes at the same time, behind the page or in the database.</summary>
public sealed class RuleTamperingTests(RulesConsole rules) : IClassFixture<RulesConsole>
{
    private const string Theft = "\"id\": \"theft\", \"category\": \"theft\", \"unit\": \"PS\", \"otherwise\": \"regional\", \"urgency\": {\"base\": \"";

    private RunningConsole Console => rules.Console;

    [Fact]
    public async Task StaleForm_WritesOverNothingAndKeepsWhatWasTyped()
    {
        var address = await rules.WriteAsync("author1.rules", rules.Changed("\"unit\": \"CYBER\"", "\"unit\": \"DOC\""));
        var author = await Console["author1.rules"].BrowserAsync();

        var answer = await author.SubmitAsync(address, address, ("Text", "from the other window"), ("Purpose", "x"), ("Seen", "0"));

        Assert.Equal(409, answer.Status);
        Assert.Equal("from the other window", answer.Page.QuerySelector("#Text")!.TextContent.Trim());
        Assert.DoesNotContain("from the other window", (await author.GetAsync(address)).Text, StringComparison.Ordinal);
        Assert.Equal("not=stale", await rules.StepAsync("author1.rules", address, "propose", seen: "0"));
        Assert.Equal("done=propose", await rules.StepAsync("author1.rules", address, "propose"));
        Assert.Equal("not=stale", await rules.StepAsync("author2.rules", address, "activate", seen: "1"));
    }

    /// <summary>
    /// Threat: the database shows every signer one text and has another signed. Between page and click the text is exchanged, afterwards
    /// it is put back; on each of the three steps nothing is signed and it is on record. The same step goes through when nobody does so.
    /// </summary>
    [Fact]
    public async Task TextExchanged_BetweenPageAndClick_NothingIsSigned()
    {
        var (good, other) = ("\"base\": \"high\", \"urgent\": [\"injury\", \"in_custody\"", "\"base\": \"normal\", \"urgent\": [\"injury\", \"in_custody\"");
        var shown = rules.Changed(good, other).Replace("\"unit\": \"THBDI\", \"otherwise\": \"national\"", "\"unit\": \"WCI\", \"otherwise\": \"national\"", StringComparison.Ordinal);
        var hidden = shown.Replace("\"unit\": \"CYBER\"", "\"unit\": \"DOC\"", StringComparison.Ordinal);
        Assert.NotEqual(shown, hidden);
        var before = rules.Rules.Number;
        var address = await rules.WriteAsync("author1.rules", shown);

        (string Who, string Step, string Action)[] steps =
        [
            ("author1.rules", "propose", "rules_proposed"), ("inspector.pik", "co-sign", "rules_co_signed"),
            ("supervisor.helpline", "co-sign", "rules_co_signed"), ("author2.rules", "activate", "rules_activated"),
        ];
        foreach (var (who, step, action) in steps)
        {
            Assert.Equal("not=stale", await rules.StepAsync(who, address, step, meanwhile: () => rules.ExchangeAsync(address, System.Text.Encoding.UTF8.GetBytes(hidden))));
            Assert.Equal(1, await rules.ExchangeAsync(address, System.Text.Encoding.UTF8.GetBytes(shown)));
            await using var db = await Console.ReadAsync();
            var id = Guid.ParseExact(address.Split('/')[^1], "N");
            var row = await db.RuleDrafts.AsNoTracking().SingleAsync(draft => draft.Id == id);
            Assert.Equal((step == "propose", step == "propose" || who == "inspector.pik", step == "propose" || step == "co-sign"), (row.AuthorSignature is null, row.PikSignature is null, row.HelplineSignature is null));
            Assert.Equal(before, await db.RuleVersions.MaxAsync(version => (int?)version.Number) ?? 0);
            Assert.Contains(
                await db.AuditEntries.AsNoTracking().ToListAsync(),
                entry => entry.Action == "rules_not_as_shown" && entry.Subject == "draft:" + id.ToString("N") && entry.Detail == action && entry.Actor == Console[who].Id.ToString("N"));

            Assert.Equal("done=" + step, await rules.StepAsync(who, address, step));
        }

        Assert.Equal((before + 1, shown), (rules.Rules.Number, System.Text.Encoding.UTF8.GetString(rules.Rules.Last.Content)));
    }

    [Fact]
    public async Task TextExchanged_AfterItsAuthorSavedIt_ProposedOnlyOnceTheAuthorIsTold()
    {
        var address = await rules.WriteAsync("author1.rules", rules.Changed("\"unit\": \"CYBER\"", "\"unit\": \"DIA\""));
        await rules.ExchangeAsync(address, System.Text.Encoding.UTF8.GetBytes(rules.Changed("\"unit\": \"CYBER\"", "\"unit\": \"DAT\"")));

        Assert.Equal("not=stale", await rules.StepAsync("author1.rules", address, "propose"));
        Assert.Equal("done=propose", await rules.StepAsync("author1.rules", address, "propose"));
    }

    [Fact]
    public async Task TwoAuthors_AtOnce_TheSecondMustLookAgain()
    {
        var one = await rules.WriteAsync("author1.rules", rules.Changed("\"unit\": \"DAT\"", "\"unit\": \"DIA\""));
        var two = await rules.WriteAsync("author2.rules", rules.Changed("\"category\": \"corruption_official\", \"unit\": \"DIECC\"", "\"category\": \"corruption_official\", \"unit\": \"DOC\""));
        Assert.Equal("done=propose", await rules.StepAsync("author1.rules", one, "propose"));
        Assert.Equal("done=propose", await rules.StepAsync("author2.rules", two, "propose"));

        var outcomes = await Task.WhenAll(rules.StepAsync("author3.rules", one, "activate"), rules.StepAsync("author1.rules", two, "activate"));

        Assert.Single(outcomes, "done=activate");
        Assert.Single(outcomes, "not=behind");
        var late = outcomes[0] == "not=behind" ? one : two;
        Assert.Equal("not=behind", await rules.StepAsync("author3.rules", late, "activate"));
        var author = late == one ? "author1.rules" : "author2.rules";
        Assert.Equal("done=take-back", await rules.StepAsync(author, late, "take-back"));

        // The other's change is undone by the older text: the page says so before it is proposed again.
        Assert.Equal(2, (await (await Console[author].BrowserAsync()).GetAsync(late)).Page.QuerySelectorAll(".changes li").Length);
    }

    /// <summary>Threat: a row of the table is forged. The console's own process refuses it as Triage does, says so, and puts nothing on top of it.</summary>
    [Fact]
    public async Task ForgedVersion_RefusedSaidOnThePageAndNothingGoesOnTop()
    {
        await rules.PutInForceAsync(rules.Changed(Theft + "normal", Theft + "high"));
        var number = rules.Rules.Number;
        var address = await rules.WriteAsync("author1.rules", rules.Changed(Theft + "high", Theft + "normal"));
        Assert.Equal("done=propose", await rules.StepAsync("author1.rules", address, "propose"));
        await Console.Writer.WriteAsync(
            async (db, ct) =>
            {
                var last = await db.RuleVersions.AsNoTracking().SingleAsync(version => version.Number == number, ct);
                db.RuleVersions.Add(new RuleVersion
                {
                    Number = number + 1,
                    Content = System.Text.Encoding.UTF8.GetBytes(rules.Changed("\"unit\": \"EMERG\"", "\"unit\": \"SPAM\"")),
                    Purpose = "",
                    Author = last.Author,
                    AuthorSignature = last.AuthorSignature,
                    Activator = last.Activator,
                    ActivatorSignature = last.ActivatorSignature,
                    ActivatedAt = last.ActivatedAt,
                });
            },
            CancellationToken.None);
        try
        {
            var page = await (await Console["author1.rules"].BrowserAsync()).GetAsync("/rules");
            Assert.Contains("is not used", page.Page.QuerySelector(".note--danger")!.TextContent, StringComparison.Ordinal);
            Assert.Equal("EMERG", Console.Routing.Rules.Find("emergency")!.Unit);
            Assert.Equal("not=broken", await rules.StepAsync("author2.rules", address, "activate"));
        }
        finally
        {
            await Console.Writer.WriteAsync((db, ct) => db.RuleVersions.Where(version => version.Number == number + 1).ExecuteDeleteAsync(ct), CancellationToken.None);
        }

        Assert.Null((await (await Console["author1.rules"].BrowserAsync()).GetAsync("/rules")).Page.QuerySelector(".note--danger"));
        Assert.Equal("done=activate", await rules.StepAsync("author2.rules", address, "activate"));
    }
}
