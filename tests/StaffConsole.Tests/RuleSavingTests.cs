using System.Text;
using Microsoft.EntityFrameworkCore;
using ReportingService.StaffConsole.Tests.Running;
using ReportingService.StaffConsole.WriteRules;

namespace ReportingService.StaffConsole.Tests;

/// <summary>What an author typed is saved as typed, refused with a reason, or given back; never lost.</summary>
public sealed class RuleSavingTests(RulesConsole rules) : IClassFixture<RulesConsole>
{
    /// <summary>What stands in such a form from the start was typed and is not kept: a page that covers itself gives it back.</summary>
    private const string Unsaved = "form[data-unsaved=true]";

    private RunningConsole Console => rules.Console;

    [Fact]
    public async Task Form_OtherWindowSavedFirst_KeepsWhatWasTypedAndWritesItIntoTheSameRule()
    {
        var author = await Console["author2.rules"].BrowserAsync();
        var address = await rules.BeginAsync("author2.rules");
        var first = await RulesConsole.FormAsync(author, address, "cybercrime");
        var other = await RulesConsole.FormAsync(author, address + "/rules/new?category=emergency");
        await other.With("Rule.Id", "emergency.fire").With("Rule.Unit", "EMERG").With("Rule.WhenAny", "fire").With("Rule.Base", "emergency").SendAsync(author);

        var stale = await first.With("Rule.Unit", "DOC").SendAsync(author);
        Assert.Equal(409, stale.Status);
        Assert.NotNull(stale.Page.QuerySelector(Unsaved));
        var again = FormFields.Of(stale, RulesConsole.RuleOnPage);
        Assert.Equal("DOC", Assert.Single(again["Rule.Unit"]));
        await again.SendAsync(author);

        var text = RuleText.Of(Encoding.UTF8.GetBytes(await rules.TextAsync(address)))!;
        Assert.Equal("DOC", text.Rules.Single(rule => rule.Id == "cybercrime").Unit);
        Assert.Equal(["emergency.fire", "emergency"], text.Rules.Where(rule => rule.Category == "emergency").Select(rule => rule.Id));
        Assert.Null((await author.GetAsync(address)).Page.QuerySelector("#fault"));
    }

    /// <summary>The form writes one rule into the stored text: the rest must be what the author saved, or he would save somebody else's words as his.</summary>
    [Fact]
    public async Task Form_StoredTextWasExchanged_IsRefusedOnceAndOnRecord()
    {
        var author = await Console["author2.rules"].BrowserAsync();
        var address = await rules.BeginAsync("author2.rules");
        var form = await RulesConsole.FormAsync(author, address, "cybercrime");
        var planted = (await rules.TextAsync(address)).Replace("\"CRSSU\"", "\"WCI\"", StringComparison.Ordinal);
        await rules.ExchangeAsync(address, Encoding.UTF8.GetBytes(planted));

        var refused = await form.With("Rule.Unit", "DOC").SendAsync(author);

        Assert.Equal(409, refused.Status);
        Assert.Equal(planted, await rules.TextAsync(address));
        await using var db = await Console.ReadAsync();
        Assert.Contains(await db.AuditEntries.AsNoTracking().ToListAsync(), entry => entry.Action == "rules_not_as_shown" && entry.Subject == "draft:" + address.Split('/')[^1]);

        // Who was told of it looks at it; saving again is then meant.
        Assert.StartsWith(address + "?done=saved", (await FormFields.Of(refused, RulesConsole.RuleOnPage).SendAsync(author)).Location, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Form_RemovalAfterAnotherWindowSaved_StillShowsTheRuleAndNotAnEmptyOne()
    {
        var author = await Console["author3.rules"].BrowserAsync();
        var address = await rules.BeginAsync("author3.rules");
        var shown = (await author.GetAsync(address)).Page.QuerySelectorAll(".rule").Single(section => section.QuerySelector("h4 .code")!.TextContent == "heritage");
        var removal = FormFields.Of(await author.GetAsync(shown.QuerySelector("a.button")!.GetAttribute("href")!), "#remove form");
        await (await RulesConsole.FormAsync(author, address, "cybercrime")).With("Rule.Unit", "DOC").SendAsync(author);

        var stale = await removal.With("Sure", "true").SendAsync(author);

        Assert.Equal(409, stale.Status);
        var form = FormFields.Of(stale, RulesConsole.RuleOnPage + ":has([name=Place])");
        Assert.Equal(["CRSSU"], form["Rule.Unit"]);
        Assert.Equal(["recent", "evidence_offered"], form["Rule.High"]);
    }

    [Fact]
    public async Task Save_LongerThanRulesMayBe_IsRefusedWhileItIsTypedAndNothingKeptIsLost()
    {
        var author = await Console["author1.rules"].BrowserAsync();
        var address = await rules.BeginAsync("author1.rules");
        var before = await rules.TextAsync(address);
        var form = await RulesConsole.FormAsync(author, address, "drugs");
        var expert = FormFields.Of(await author.GetAsync(address), "#expert form");

        var whole = await expert.With("Text", new string('x', RuleReading.Longest + 1)).SendAsync(author);
        var part = await form.With("Rule.Note", new string('x', RuleReading.Longest)).SendAsync(author);

        Assert.All([whole, part], answer => Assert.Contains("at most 40,000 characters", answer.Page.QuerySelector(".note--danger")!.TextContent, StringComparison.Ordinal));
        Assert.Equal(RuleReading.Longest + 1, whole.Page.QuerySelector("#Text")!.TextContent.Length);
        Assert.Null(whole.Page.QuerySelector("form[action$='/propose']"));
        Assert.Equal(before, await rules.TextAsync(address));
        Assert.StartsWith(address + "?done=saved", (await form.With("Rule.Note", "shkurt").SendAsync(author)).Location, StringComparison.Ordinal);
    }

    /// <summary>What is not kept is signed by nobody: the page shows it, the database holds something else.</summary>
    [Fact]
    public async Task Save_OtherWindowWasFaster_PageOffersNoSignature()
    {
        var author = await Console["author2.rules"].BrowserAsync();
        var address = await rules.BeginAsync("author2.rules");
        var expert = FormFields.Of(await author.GetAsync(address), "#expert form");
        await (await RulesConsole.FormAsync(author, address, "cybercrime")).With("Rule.Unit", "DOC").SendAsync(author);
        Assert.NotNull((await author.GetAsync(address)).Page.QuerySelector("form[action$='/propose']"));
        Assert.Null((await author.GetAsync(address)).Page.QuerySelector(Unsaved));

        var stale = await expert.With("Text", rules.Changed("\"CRSSU\"", "\"WCI\"")).SendAsync(author);

        Assert.Equal(409, stale.Status);
        Assert.Equal("Text", stale.Page.QuerySelector(Unsaved + " textarea")!.GetAttribute("name"));
        Assert.Single(stale.Page.QuerySelectorAll(Unsaved));
        Assert.Contains("WCI", stale.Page.QuerySelector("#Text")!.TextContent, StringComparison.Ordinal);
        Assert.Null(stale.Page.QuerySelector("form[action$='/propose']"));
    }

    [Fact]
    public async Task Form_SessionEndedWhileWriting_WhatWasTypedComesBackToBePasted()
    {
        var author = await Console["author1.rules"].BrowserAsync();
        var address = await rules.BeginAsync("author1.rules");
        var rule = (await RulesConsole.FormAsync(author, address, "heritage")).With("Rule.Note", "Një shënim <i>i gjatë</i>.");
        var basics = FormFields.Of(await author.GetAsync(address), $"main form[action='{address}']").With("Purpose", "Trashëgimia");
        Console.Clock.Advance(TimeSpan.FromMinutes(31));

        var lost = await rule.SendAsync(author);
        Assert.Equal(307, lost.Status);
        Assert.StartsWith("/session-ended?back=", lost.Location, StringComparison.Ordinal);
        var given = (await rule.SendAsync(author, lost.Location!)).Page.QuerySelector("textarea[readonly]")!.TextContent.Trim();
        Assert.Equal("Një shënim <i>i gjatë</i>.", RuleText.Of(Encoding.UTF8.GetBytes($"{{\"rules\": [{given}]}}"))!.Rules.Single().Note);
        Assert.Contains("\"CRSSU\"", given, StringComparison.Ordinal);

        lost = await basics.SendAsync(author);
        Assert.Equal("Trashëgimia", (await basics.SendAsync(author, lost.Location!)).Page.QuerySelector("textarea[readonly]")!.TextContent.Trim());
    }

    /// <summary>Letters that are no ASCII take several bytes, and three times as many in a form.</summary>
    [Fact]
    public async Task Save_TextOfManyBytes_IsKeptAndAfterTheSessionGivenBack()
    {
        var author = await Console["author2.rules"].BrowserAsync();
        var address = await rules.BeginAsync("author2.rules");
        var text = new string('\u20ac', RuleReading.Longest);
        var expert = FormFields.Of(await author.GetAsync(address), "#expert form").With("Text", text);
        Assert.StartsWith(address + "?done=saved", (await expert.SendAsync(author)).Location, StringComparison.Ordinal);
        Assert.Equal(text, await rules.TextAsync(address));

        Console.Clock.Advance(TimeSpan.FromMinutes(31));
        var lost = await expert.SendAsync(author);
        Assert.Equal(307, lost.Status);
        Assert.Contains((await expert.SendAsync(author, lost.Location!)).Page.QuerySelectorAll("textarea[readonly]"), area => area.TextContent.Trim() == text);
    }

    /// <summary>Threat: a sign that is not seen turns the words beside it around, and the second person reads something else than they sign.</summary>
    [Fact]
    public async Task Save_SignsThatAreNotSeen_AreRefusedInRulesAndLeftOutOfThePurpose()
    {
        var author = await Console["author3.rules"].BrowserAsync();
        var address = await rules.BeginAsync("author3.rules");
        await (await RulesConsole.FormAsync(author, address, "drugs")).With("Rule.Note", "a\u202Eb").SendAsync(author);
        await FormFields.Of(await author.GetAsync(address), $"main form[action='{address}']").With("Purpose", "Vjedh\u202Eja").SendAsync(author);

        var page = (await author.GetAsync(address)).Page;
        Assert.Contains("not seen", page.QuerySelector("#fault")!.TextContent, StringComparison.Ordinal);
        Assert.Equal("Vjedhja", page.QuerySelector("h1")!.TextContent);
    }
}
