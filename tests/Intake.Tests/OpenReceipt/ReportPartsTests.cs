using System.Net;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using ReportingService.Core.Keys;
using ReportingService.Core.Reports;
using ReportingService.Core.Vocabulary;
using ReportingService.Data;
using ReportingService.Intake.AddMessage;
using ReportingService.Intake.Tests.Site;
using ReportingService.Sealing;

namespace ReportingService.Intake.Tests.OpenReceipt;

/// <summary>A report of several parts: what the reporter writes goes to whom the reporter chose, and never to the police unasked.</summary>
[Collection(nameof(SharedSite))]
public sealed class ReportPartsTests(SharedSite shared)
{
    private const string Beaten = ReceiptCases.Beaten;
    private readonly IntakeSite site = shared.Site;

    [Fact]
    public async Task Answer_ToTheHelpline_ReachesItAndNotTheStationThatHasTheFirstPart()
    {
        var receipt = await PartedAsync();
        var (first, part) = (await site.CaseOfAsync(receipt), await site.PartOfAsync(receipt, KeyDomain.Helpline));
        await site.AskAsync(part, "Are you safe?");
        var opened = (await site.Http.SendJsonAsync("/api/v1/receipts/open", new { receipt })).Body;
        Assert.Equal(["helpline", "police"], opened.GetProperty("readers").EnumerateArray().Select(reader => reader.GetString()));
        Assert.Equal("helpline", opened.GetProperty("messages").EnumerateArray().Last().GetProperty("body").GetString());

        // Words that say nothing of what they are about.
        Assert.Equal(HttpStatusCode.Created, await AddAsync(new { receipt, text = "No. He is at home on Tuesdays." }));
        Assert.Equal((0, 3), (await MessagesAsync(first), await MessagesAsync(part)));
        Assert.Equal(ReportState.Answered, (await site.PartOfAsync(receipt, KeyDomain.Helpline)).State);

        // The police are reached by choice.
        Assert.Equal(HttpStatusCode.Created, await AddAsync(new { receipt, reader = "police", text = "The bicycle is blue." }));
        Assert.Equal((1, 3), (await MessagesAsync(first), await MessagesAsync(part)));
        Assert.Equal(HttpStatusCode.UnprocessableEntity, await AddAsync(new { receipt, reader = "pik", text = "x" }));
    }

    [Fact]
    public async Task Page_OfTwoParts_AsksWhoShallReadItAndKeepsTheWords()
    {
        var receipt = await PartedAsync();
        var part = await site.PartOfAsync(receipt, KeyDomain.Helpline);
        await site.AskAsync(part, "Are you safe?");
        var browser = new PlainBrowser(site.Http);
        await browser.OpenAsync("/en/answer");
        await browser.Fill("#receipt", receipt.Replace("-", "\n", StringComparison.Ordinal)).ClickAsync("main .main-button");
        Assert.Equal("The victims' helpline has asked you something.", browser.One(".standing").TextContent);
        Assert.Contains("Question from the victims' helpline", browser.Text, StringComparison.Ordinal);
        Assert.StartsWith("You, to: Victims' helpline", browser.One(".thread__item--own strong").TextContent, StringComparison.Ordinal);
        Assert.Equal("The part for: Victims' helpline. A person has read it.", browser.Page.QuerySelectorAll(".standing")[^1].TextContent);
        Assert.Contains("waits for your answer", browser.One("label[for=reader]").TextContent, StringComparison.Ordinal);

        await browser.Fill("#text", "Only at noon.").ClickAsync("#send-button");
        Assert.Equal(HttpStatusCode.UnprocessableEntity, browser.Status);
        Assert.Equal("Only at noon.", browser.One("#text").TextContent.Trim());
        Assert.NotNull(browser.One("#reader-error"));
        Assert.Equal(2, await MessagesAsync(part));

        // Neither another language nor another look loses what is half written, and neither sends it.
        await browser.Fill("#text", "Only at noon, or").Fill("#reader", "true").ClickAsync("button.languages__item[lang=sq]");
        await browser.ClickAsync("button[formaction='/sq/answer']");
        await browser.ClickAsync("button.languages__item[lang=en]");
        Assert.Equal(HttpStatusCode.OK, browser.Status);
        Assert.Equal("Only at noon, or", browser.One("#text").TextContent.Trim());
        Assert.Equal(2, await MessagesAsync(part));

        await browser.ClickAsync("#send-button");
        Assert.Equal(HttpStatusCode.OK, browser.Status);
        Assert.Equal(3, await MessagesAsync(part));
        Assert.Equal("The part for: Victims' helpline. Not yet read.", browser.Page.QuerySelectorAll(".standing")[^1].TextContent);
        Assert.Equal(0, await MessagesAsync(await site.CaseOfAsync(receipt)));
    }

    [Theory]
    [InlineData(ReportState.Closed, "PS_GJILAN")]
    [InlineData(ReportState.Received, null)]
    public async Task Part_OfThePoliceHasEndedOrNobodyHasIt_OnlyTheHelplineIsWrittenTo(ReportState state, string? holder)
    {
        var receipt = await PartedAsync();
        var first = await site.CaseOfAsync(receipt);
        await site.WriteAsync((db, ct) => db.Cases.Where(row => row.Id == first.Id)
            .ExecuteUpdateAsync(row => row.SetProperty(one => one.State, state).SetProperty(one => one.HolderDesk, holder), ct));
        var opened = (await site.Http.SendJsonAsync("/api/v1/receipts/open", new { receipt })).Body;
        Assert.True(opened.GetProperty("canReply").GetBoolean());
        Assert.Equal(["helpline"], opened.GetProperty("readers").EnumerateArray().Select(reader => reader.GetString()));
        Assert.Equal(HttpStatusCode.UnprocessableEntity, await AddAsync(new { receipt, reader = "police", text = "x" }));
        Assert.Equal(HttpStatusCode.Created, await AddAsync(new { receipt, text = "Still here." }));
        Assert.Equal(2, await MessagesAsync(await site.PartOfAsync(receipt, KeyDomain.Helpline)));
    }

    /// <summary>Threat: told to the helpline alone, and the station that is named keeps what the police have.</summary>
    [Theory]
    [InlineData("A police officer of the station in Gjilan beat me and asked for a bribe.", "PS_GJILAN", true)]
    [InlineData("Please do not tell the police about this.", "", false)]
    [InlineData("A police officer beat me and asked me for a bribe.", "", false)]
    public async Task Words_ToTheHelpline_WhomTheyNameLosesTheFirstPart(string words, string losing, bool excludes)
    {
        var receipt = await PartedAsync();
        var first = await site.CaseOfAsync(receipt);
        Assert.Equal(HttpStatusCode.Created, await AddAsync(new { receipt, reader = "helpline", text = words }));
        var asked = await site.ReadAsync(db => db.Outbox.Where(row => row.Kind == OutboxKind.HolderExcluded && row.CaseId == first.Id).Select(row => row.Desk).ToListAsync());
        Assert.Equal(losing, string.Join(' ', asked));
        Assert.Equal(excludes, await site.ReadAsync(db => db.CaseItems.AnyAsync(item => item.CaseId == first.Id && item.Kind == CaseItemKind.Exclusion)));
        Assert.Equal(0, await MessagesAsync(first));
    }

    /// <summary>Two pages whose words both go to the helpline: they stand in one part.</summary>
    [Fact]
    public async Task Words_OfTwoPagesPassedOn_MakeOnePart()
    {
        var receipt = await site.Http.SubmitAsync("Vjedhje në treg", ("municipality", "gjilan"));
        var first = await site.CaseOfAsync(receipt);
        await site.WriteAsync((db, ct) => db.Cases.Where(row => row.Id == first.Id)
            .ExecuteUpdateAsync(row => row.SetProperty(one => one.HolderDesk, "PS_GJILAN").SetProperty(one => one.State, ReportState.Opened), ct));
        var handler = site.Services.GetRequiredService<AddMessageHandler>();
        await using var slow = handler.Begin();
        await slow.FindAsync(((ReceiptReading.Good)Receipt.Read(receipt)).Receipt, "", CancellationToken.None);
        Assert.Equal(HttpStatusCode.Created, await AddAsync(new { receipt, text = Beaten }));
        Assert.IsType<AddMessageOutcome.Added>(await handler.HandleAsync(slow, "Yesterday my husband beat me again and locked me in.", Guid.NewGuid(), CancellationToken.None));
        var part = Assert.Single(await site.ReadAsync(db => db.Cases.Where(row => row.ReporterPublicKey == first.ReporterPublicKey && row.Domain == KeyDomain.Helpline).ToListAsync()));
        Assert.Equal(2, await MessagesAsync(part));
    }

    /// <summary>The receipt came minutes before the last file: what holds is how the report stands when the words are stored.</summary>
    [Theory]
    [InlineData("The bicycle was blue.")]
    [InlineData(Beaten)]
    public async Task Words_ThatComeWhileTheReportEnds_AreRefusedAndGivenBack(string words)
    {
        var receipt = await site.Http.SubmitAsync("Vjedhje");
        var first = await site.CaseOfAsync(receipt);
        var browser = new PlainBrowser(site.Http);
        await browser.OpenAsync("/en/answer");
        await browser.Fill("#receipt", receipt).ClickAsync("main .main-button");
        var handler = site.Services.GetRequiredService<AddMessageHandler>();
        await using var draft = handler.Begin();
        await draft.FindAsync(((ReceiptReading.Good)Receipt.Read(receipt)).Receipt, "", CancellationToken.None);
        await site.WriteAsync((db, ct) => db.Cases.Where(row => row.Id == first.Id).ExecuteUpdateAsync(row => row.SetProperty(one => one.State, ReportState.Withdrawn), ct));
        Assert.IsType<AddMessageOutcome.Ended>(await handler.HandleAsync(draft, words, Guid.NewGuid(), CancellationToken.None));
        await browser.Fill("#text", words).ClickAsync("#send-button");
        Assert.Equal(HttpStatusCode.Conflict, browser.Status);
        Assert.Contains(words, browser.One("section[aria-labelledby=unsent]").TextContent, StringComparison.Ordinal);
        Assert.Equal(0, await MessagesAsync(first));
        Assert.Equal(1, await site.ReadAsync(db => db.Cases.CountAsync(row => row.ReporterPublicKey == first.ReporterPublicKey)));
    }

    /// <summary>Threat: the report is passed to the desk that these words name, in the same moment.</summary>
    [Fact]
    public async Task Words_WhileTheReportMoves_TakeItFromWhoHasItThen()
    {
        var receipt = await site.Http.SubmitAsync("Vjedhje në treg", ("municipality", "gjilan"));
        var first = await site.CaseOfAsync(receipt);
        var handler = site.Services.GetRequiredService<AddMessageHandler>();
        await using var draft = handler.Begin();
        await draft.FindAsync(((ReceiptReading.Good)Receipt.Read(receipt)).Receipt, "", CancellationToken.None);

        // After the receipt was read, and before the words are stored.
        await site.WriteAsync(async (db, ct) =>
        {
            var row = await db.Cases.AsTracking().SingleAsync(one => one.Id == first.Id, ct);
            row.HolderDesk = "PS_PRIZREN";
            row.State = ReportState.Routed;
            db.CaseGrants.Add(new CaseGrant { CaseId = first.Id, HolderKind = HolderKind.Desk, Holder = "PS_PRIZREN", Epoch = 1, Domain = KeyDomain.Police, WrappedKey = [1] });
        });
        var outcome = await handler.HandleAsync(draft, "The officers of the police station in Prizren took a bribe from me.", Guid.NewGuid(), CancellationToken.None);
        Assert.Equal("PIK", Assert.IsType<AddMessageOutcome.Added>(outcome).MovedTo);
        var losing = await site.ReadAsync(db => db.Outbox.Where(row => row.Kind == OutboxKind.HolderExcluded && row.CaseId == first.Id).Select(row => row.Desk).ToListAsync());
        Assert.Equal(["PS_PRIZREN"], losing);
        Assert.True((await site.CaseOfAsync(receipt)).Version > first.Version + 1);
    }

    /// <summary>The station has closed its part; what the helpline has can be withdrawn, and that taken back.</summary>
    [Fact]
    public async Task Withdraw_AfterTheFirstPartWasClosed_EndsTheOtherAndCanBeUndone()
    {
        var receipt = await PartedAsync();
        var first = await site.CaseOfAsync(receipt);
        await site.WriteAsync((db, ct) => db.Cases.Where(row => row.Id == first.Id).ExecuteUpdateAsync(row => row.SetProperty(one => one.State, ReportState.Closed), ct));
        var browser = new PlainBrowser(site.Http);
        await browser.OpenAsync("/en/answer");
        await browser.Fill("#receipt", receipt).ClickAsync("main .main-button");
        await browser.ClickAsync("form[action$='/withdraw'] button");
        await browser.ClickAsync("form[action$='/withdrawn'] button");
        Assert.Equal(ReportState.Withdrawn, (await site.PartOfAsync(receipt, KeyDomain.Helpline)).State);
        await browser.ClickAsync("form[action$='/undo'] button");
        Assert.NotEqual(ReportState.Withdrawn, (await site.PartOfAsync(receipt, KeyDomain.Helpline)).State);
        Assert.Equal(ReportState.Closed, (await site.CaseOfAsync(receipt)).State);
    }

    /// <summary>A theft that somebody took; then the reporter writes that life is in danger.</summary>
    [Fact]
    public async Task Words_OfDanger_AlarmAnewAndThePageShowsTheNumbers()
    {
        var receipt = await site.Http.SubmitAsync("Vjedhje e biçikletës në treg", ("municipality", "gjilan"));
        var first = await site.CaseOfAsync(receipt);
        await site.WriteAsync((db, ct) => db.Cases.Where(row => row.Id == first.Id).ExecuteUpdateAsync(
            row => row.SetProperty(one => one.HolderDesk, "PS_GJILAN").SetProperty(one => one.State, ReportState.Accepted).SetProperty(one => one.OwnerAccountId, Guid.NewGuid()), ct));
        var browser = new PlainBrowser(site.Http);
        await browser.OpenAsync("/en/answer");
        await browser.Fill("#receipt", receipt).ClickAsync("main .main-button");
        await browser.Fill("#text", "The frame number is 4417.").ClickAsync("#send-button");
        Assert.Null(browser.Page.QuerySelector("#danger"));
        Assert.NotNull((await site.CaseOfAsync(receipt)).OwnerAccountId);

        await browser.Fill("#text", "Help, he has a gun and is shooting at my brother right now in our yard!").ClickAsync("#send-button");
        Assert.Contains("192", browser.One("section[aria-labelledby=danger]").TextContent, StringComparison.Ordinal);
        var after = await site.CaseOfAsync(receipt);
        Assert.Equal((Urgency.Emergency, null, ReportState.Answered), (after.Urgency, after.OwnerAccountId, after.State));
    }

    /// <summary>The helpline alone is alarmed by what it alone gets: nobody may wait for a patrol.</summary>
    [Fact]
    public async Task Words_OfDangerToTheHelpline_SayThatNoPatrolComes()
    {
        var receipt = await PartedAsync();
        var browser = new PlainBrowser(site.Http);
        await browser.OpenAsync("/en/answer");
        await browser.Fill("#receipt", receipt).ClickAsync("main .main-button");
        await browser.Fill("#text", "Help, he is stabbing me with a knife right now!").Fill("#reader", "true").ClickAsync("#send-button");
        var panel = browser.One("section[aria-labelledby=danger]").TextContent;
        Assert.Contains("No patrol comes", panel, StringComparison.Ordinal);
        Assert.Contains("192", panel, StringComparison.Ordinal);
    }

    /// <summary>What the same reporter tells the helpline stands together.</summary>
    [Fact]
    public async Task Words_PassedToABodyThatHasAPart_JoinIt()
    {
        var receipt = await PartedAsync();
        var first = await site.CaseOfAsync(receipt);
        Assert.Equal(HttpStatusCode.Created, await AddAsync(new { receipt, reader = "police", text = "Yesterday my husband beat me again and locked me in." }));
        Assert.Equal((0, 2), (await MessagesAsync(first), await MessagesAsync(await site.PartOfAsync(receipt, KeyDomain.Helpline))));
    }

    [Fact]
    public async Task Reader_AfterTheFiles_IsRefused()
    {
        var receipt = await PartedAsync();
        using var form = new MultipartFormDataContent
        {
            { new StringContent(receipt), "receipt" }, { new ByteArrayContent(new byte[100]), "files", "a.jpg" }, { new StringContent("police"), "reader" },
        };
        using var answer = await site.Http.PostAsync("/api/v1/receipts/messages", form);
        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
    }

    private Task<string> PartedAsync() => site.PartedAsync();

    private async Task<HttpStatusCode> AddAsync(object body) => (await site.Http.SendJsonAsync("/api/v1/receipts/messages", body)).Status;

    private Task<int> MessagesAsync(Case part) => site.MessagesAsync(part);
}
