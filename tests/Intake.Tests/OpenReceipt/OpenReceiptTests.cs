using System.Net;
using Microsoft.EntityFrameworkCore;
using ReportingService.Core.Keys;
using ReportingService.Core.Reports;
using ReportingService.Core.Routing;
using ReportingService.Data;
using ReportingService.Intake.Tests.Site;
using ReportingService.Opening;
using ReportingService.Sealing;

namespace ReportingService.Intake.Tests.OpenReceipt;

[Collection(nameof(SharedSite))]
public sealed class OpenReceiptTests(SharedSite shared)
{
    private readonly IntakeSite site = shared.Site;

    [Fact]
    public async Task Thread_QuestionAndAnswer_TravelByReceiptAlone()
    {
        var receipt = await site.Http.SubmitAsync("Vjedhje në treg", ("municipality", "gjilan"));
        var id = await AskAsync(receipt, "Kur ndodhi?");
        var opened = await site.Http.SendJsonAsync("/api/v1/receipts/open", new { receipt });
        Assert.Equal("question", opened.Body.GetProperty("state").GetString());
        Assert.True(opened.Body.GetProperty("canReply").GetBoolean());
        var question = Assert.Single(opened.Body.GetProperty("messages").EnumerateArray());
        Assert.Equal("unit", question.GetProperty("from").GetString());
        Assert.Equal("Kur ndodhi?", question.GetProperty("text").GetString());

        var replied = await site.Http.SendJsonAsync("/api/v1/receipts/messages", new { receipt, text = "Dje në mbrëmje." });
        Assert.Equal(HttpStatusCode.Created, replied.Status);
        opened = await site.Http.SendJsonAsync("/api/v1/receipts/open", new { receipt });
        Assert.Equal("answered", opened.Body.GetProperty("state").GetString());
        Assert.Equal(["unit", "reporter"], opened.Body.GetProperty("messages").EnumerateArray().Select(m => m.GetProperty("from").GetString()));
        Assert.Contains(await site.ReadAsync(db => db.Outbox.Where(m => m.CaseId == id).ToListAsync()), m => m.Kind == OutboxKind.CaseChanged);
    }

    [Fact]
    public async Task Receipt_MistypedOrUnknown_SaysWhichGroupAndNothingElse()
    {
        var receipt = await site.Http.SubmitAsync("Vjedhje");
        var groups = receipt.Split('-');
        groups[2] = (groups[2][0] == '7' ? '8' : '7') + groups[2][1..];
        var mistyped = await site.Http.SendJsonAsync("/api/v1/receipts/open", new { receipt = string.Join('-', groups) });
        Assert.Equal(HttpStatusCode.UnprocessableEntity, mistyped.Status);
        Assert.Equal("receipt_mistyped", mistyped.Code());
        Assert.Equal(3, mistyped.Body.GetProperty("group").GetInt32());

        var (_, unsent) = await site.Http.SendAsync("/api/v1/receipts", null);
        foreach (var path in new[] { "open", "messages", "withdraw", "undo" })
        {
            object body = path == "messages" ? new { receipt = unsent.GetProperty("receipt").GetString(), text = "x" } : new { receipt = unsent.GetProperty("receipt").GetString() };
            var unknown = await site.Http.SendJsonAsync("/api/v1/receipts/" + path, body);
            Assert.Equal(HttpStatusCode.NotFound, unknown.Status);
            Assert.Equal("receipt_unknown", unknown.Code());
        }

        var extra = await site.Http.SendJsonAsync("/api/v1/receipts/open", new { receipt, email = "a@b" });
        Assert.Equal("unknown_field", extra.Code());
    }

    [Fact]
    public async Task Withdraw_StopsContact_AndCanBeUndoneForSevenDays()
    {
        var receipt = await site.Http.SubmitAsync("Vjedhje");
        var before = TimeProvider.System.GetUtcNow();
        var withdrawn = await site.Http.SendJsonAsync("/api/v1/receipts/withdraw", new { receipt });
        Assert.Equal(HttpStatusCode.OK, withdrawn.Status);
        Assert.Equal("withdrawn", withdrawn.Body.GetProperty("state").GetString());
        Assert.False(withdrawn.Body.GetProperty("canReply").GetBoolean());
        var refused = await site.Http.SendJsonAsync("/api/v1/receipts/messages", new { receipt, text = "x" });
        Assert.Equal("reply_not_possible", refused.Code());
        var report = await CaseOf(receipt);
        Assert.True(report.DeleteAfter >= before.AddDays(7));

        // The day that the page names is whole: it is deleted when it has ended, and not before.
        var last = withdrawn.Body.GetProperty("deletedAfter").GetDateTime();
        Assert.Equal(last.AddDays(1), report.DeleteAfter!.Value.UtcDateTime);
        Assert.Equal(last, report.WithdrawnAt!.Value.UtcDateTime.Date.AddDays(7));
        var undone = await site.Http.SendJsonAsync("/api/v1/receipts/undo", new { receipt });
        Assert.Equal("received", undone.Body.GetProperty("state").GetString());
        Assert.Null((await CaseOf(receipt)).DeleteAfter);
    }

    /// <summary>An officer asks and then presses "accept": the reporter still reads first that somebody waits for an answer.</summary>
    [Theory]
    [InlineData(ReportState.Question)]
    [InlineData(ReportState.Accepted)]
    [InlineData(ReportState.Referred)]
    public async Task Question_NotAnsweredYet_StandsFirstWhateverTheStateIs(ReportState state)
    {
        var receipt = await site.Http.SubmitAsync("Vjedhje në treg");
        var id = await AskAsync(receipt, "Çfarë ngjyre?");
        await site.WriteAsync((db, ct) => db.Cases.Where(c => c.Id == id).ExecuteUpdateAsync(c => c.SetProperty(x => x.State, state), ct));
        var browser = new PlainBrowser(site.Http);
        await browser.OpenAsync("/en/answer");
        await browser.Fill("#receipt", receipt).ClickAsync("main .main-button");
        Assert.Equal("The unit has asked you something.", browser.One(".standing").TextContent);
        Assert.Equal(state == ReportState.Question ? 1 : 2, browser.Page.QuerySelectorAll(".standing").Length);
        Assert.Equal("Write an answer", browser.One("label[for=text]").TextContent);

        await browser.Fill("#text", "E kuqe").ClickAsync("#send-button");
        Assert.DoesNotContain("has asked you something", browser.Text, StringComparison.Ordinal);
        Assert.Equal("Add something", browser.One("label[for=text]").TextContent);
    }

    [Fact]
    public async Task Report_NotReadInTheTimePromised_SaysSoAndWhomToCall()
    {
        var police = await site.Http.SubmitAsync("Vjedhje në treg", ("inProgress", "true"));
        var helpline = await site.Http.SubmitAsync("Burri im më rreh", ("helplineOnly", "true"));
        foreach (var receipt in new[] { police, helpline })
        {
            Assert.Empty((await PageAsync(receipt)).Page.QuerySelectorAll(".overdue"));
            var report = await CaseOf(receipt);
            var before = report.CreatedAt - TakingClock.Of(report.Urgency)!.Value - TimeSpan.FromMinutes(2);
            await site.WriteAsync((db, ct) => db.Cases.Where(c => c.Id == report.Id).ExecuteUpdateAsync(c => c.SetProperty(x => x.CreatedAt, before), ct));
            var numbers = (await PageAsync(receipt)).Page.QuerySelectorAll(".overdue .call-button").Select(number => number.TextContent);
            Assert.Equal(receipt == helpline ? ["192", "112", "0800 11112"] : ["192", "112"], numbers);

            // Read by somebody: the promise was about that.
            await site.WriteAsync((db, ct) => db.Cases.Where(c => c.Id == report.Id).ExecuteUpdateAsync(c => c.SetProperty(x => x.State, ReportState.Opened), ct));
            Assert.Empty((await PageAsync(receipt)).Page.QuerySelectorAll(".overdue"));
        }

        async Task<PlainBrowser> PageAsync(string receipt)
        {
            var browser = new PlainBrowser(site.Http);
            await browser.OpenAsync("/en/answer");
            await browser.Fill("#receipt", receipt).ClickAsync("main .main-button");
            return browser;
        }
    }

    [Fact]
    public async Task Messages_ThirtyFirstInAnHour_IsRefusedForThatReceiptOnly()
    {
        var receipt = await site.Http.SubmitAsync("Vjedhje");
        for (var i = 0; i < 30; i++)
        {
            Assert.Equal(HttpStatusCode.Created, (await site.Http.SendJsonAsync("/api/v1/receipts/messages", new { receipt, text = "x" })).Status);
        }

        var spent = await site.Http.SendJsonAsync("/api/v1/receipts/messages", new { receipt, text = "x" });
        Assert.Equal(HttpStatusCode.TooManyRequests, spent.Status);
        Assert.Equal("budget_spent", spent.Code());
        var other = await site.Http.SubmitAsync("Tjetër");
        Assert.Equal(HttpStatusCode.Created, (await site.Http.SendJsonAsync("/api/v1/receipts/messages", new { receipt = other, text = "x" })).Status);
    }

    [Fact]
    public async Task Message_NamingPolice_GoesPastTheHolder()
    {
        var receipt = await site.Http.SubmitAsync("Vjedhje në treg", ("municipality", "gjilan"));
        const string words = "Polici që e mori rastin më rrahu dhe më kërkoi ryshfet në stacion.";
        var added = await site.Http.SendJsonAsync("/api/v1/receipts/messages", new { receipt, text = words });
        Assert.Equal(HttpStatusCode.Created, added.Status);
        Assert.Equal("PIK", MovedTo(added.Body));
        var report = await CaseOf(receipt);
        Assert.Equal(0, await site.ReadAsync(db => db.CaseMessages.CountAsync(m => m.CaseId == report.Id)));
        var part = await site.ReadAsync(db => db.Cases.SingleAsync(c => c.ReporterPublicKey == report.ReporterPublicKey && c.Id != report.Id));
        Assert.Equal(Protection.Pik, part.Protection);
        var grant = Assert.Single(await site.ReadAsync(db => db.CaseGrants.Where(g => g.CaseId == part.Id).ToListAsync()));
        Assert.Equal(KeyDomain.Pik, grant.Domain);
        Assert.Equal(0, await site.ReadAsync(db => db.RouterEnvelopes.CountAsync(e => e.CaseId == part.Id)));

        // Intake takes no key away: it asks Triage, in the same transaction. Nobody holds the report yet, so whoever gets it meanwhile is meant.
        var asked = await site.ReadAsync(db => db.Outbox.SingleAsync(m => m.Kind == OutboxKind.HolderExcluded && m.CaseId == report.Id));
        Assert.Equal("", asked.Desk);

        // The reporter still reads everything with the one receipt.
        var opened = await site.Http.SendJsonAsync("/api/v1/receipts/open", new { receipt });
        Assert.Contains(opened.Body.GetProperty("messages").EnumerateArray(), m => m.GetProperty("text").GetString() == words);
    }

    [Theory]
    [InlineData("PS_GJILAN", "DIECC", "PS_GJILAN")]
    [InlineData("PS_GJILAN", "RPD_GJILAN", "PS_GJILAN RPD_GJILAN")]
    [InlineData("DIECC", "DOC", "")]
    [InlineData("DIECC", "PS_GJILAN", "PS_GJILAN")]
    public async Task Message_NamingPolice_OnlyExcludedDesksAreToLoseTheKey(string holder, string lentTo, string losing)
    {
        var receipt = await site.Http.SubmitAsync("Vjedhje në treg", ("municipality", "gjilan"));
        var report = await CaseOf(receipt);
        await site.WriteAsync(async (db, ct) =>
        {
            await db.Cases.Where(c => c.Id == report.Id).ExecuteUpdateAsync(c => c.SetProperty(x => x.HolderDesk, holder), ct);
            db.CaseGrants.AddRange(new[] { holder, lentTo }.Select(desk => new CaseGrant
            {
                CaseId = report.Id,
                HolderKind = HolderKind.Desk,
                Holder = desk,
                Epoch = 1,
                Domain = KeyDomain.Police,
                WrappedKey = [1],
            }));
        });
        var added = await site.Http.SendJsonAsync("/api/v1/receipts/messages", new { receipt, text = "Polici në stacionin e Gjilanit më rrahu dhe më kërkoi ryshfet." });
        Assert.Equal("PIK", MovedTo(added.Body));
        var asked = await site.ReadAsync(db => db.Outbox.Where(m => m.Kind == OutboxKind.HolderExcluded && m.CaseId == report.Id).Select(m => m.Desk).ToListAsync());
        Assert.Equal(losing, string.Join(' ', asked.Order(StringComparer.Ordinal)));
    }

    /// <summary>Beside the first report stands, for who opens it, whom the words exclude: also desks that never had a key, and those around them.</summary>
    [Theory]
    [InlineData("Polici në stacionin e Gjilanit më rrahu dhe më kërkoi ryshfet.", "PIK", true)]
    [InlineData("It was two boys in a red car near the market in Gjilan, on Monday.", null, false)]
    public async Task Message_NamingDesksWithoutAKey_TheyAreExcludedFromTheFirstReport(string words, string? movedTo, bool excludes)
    {
        var receipt = await site.Http.SubmitAsync("Vjedhje në treg", ("municipality", "gjilan"));
        var report = await CaseOf(receipt);
        await site.WriteAsync(async (db, ct) =>
        {
            await db.Cases.Where(c => c.Id == report.Id).ExecuteUpdateAsync(c => c.SetProperty(x => x.HolderDesk, "CRSSU").SetProperty(x => x.EscalateTo, "RPD_GJILAN"), ct);
            db.CaseGrants.Add(new CaseGrant { CaseId = report.Id, HolderKind = HolderKind.Desk, Holder = "CRSSU", Epoch = 1, Domain = KeyDomain.Police, WrappedKey = [1] });
        });
        var added = await site.Http.SendJsonAsync("/api/v1/receipts/messages", new { receipt, text = words });
        Assert.Equal(movedTo, MovedTo(added.Body));
        var binding = new CaseBinding(site.Trust.Instance, new ReportId(report.Id), PublicKey.FromBytes(report.CasePublicKey), PublicKey.FromBytes(report.ReporterPublicKey));
        var envelope = await site.ReadAsync(db => db.RouterEnvelopes.SingleAsync(e => e.CaseId == report.Id));
        using var routed = RouterOpener.Open(site.RouterKey, envelope.Epoch, binding, envelope.Sealed);
        var items = await site.ReadAsync(db => db.CaseItems.Where(i => i.CaseId == report.Id && i.Kind == CaseItemKind.Exclusion).ToListAsync());
        var excluded = items.SelectMany(item => LaterExclusion.FromBytes(
            ItemOpener.Open(routed.Key, new EnvelopeContext(site.Trust.Instance, new ReportId(report.Id), item.Id, Purpose.Exclusion), item.Sealed)).All).ToList();
        Assert.All(new[] { "PS_GJILAN", "RPD_GJILAN", "RIS_GJILAN", "DVU_GJILAN", "RRTU_GJILAN" }, desk => Assert.Equal(excludes, excluded.Contains(desk)));
        Assert.DoesNotContain("CRSSU", excluded);
        Assert.Equal(excludes ? null : "RPD_GJILAN", await site.ReadAsync(db => db.Cases.Where(c => c.Id == report.Id).Select(c => c.EscalateTo).SingleAsync()));
    }

    [Theory]
    [InlineData("My husband beats me every night. Please do not tell the police in Gjilan, his brother works there.", "PS_GJILAN", KeyDomain.Police, "HELPLINE", "PS_GJILAN")]
    [InlineData("They took my passport and force me to work in the bar without pay, I cannot leave. The police station in Gjilan knows them, do not tell them.", "PS_GJILAN", KeyDomain.Police, "HELPLINE", "PS_GJILAN")]
    [InlineData("The police station in Gjilan must not get this.", "PS_GJILAN", KeyDomain.Police, "PIK", "PS_GJILAN")]
    [InlineData("It was two boys in a red car near the market in Gjilan, on Monday.", "PS_GJILAN", KeyDomain.Police, null, "")]
    [InlineData("My husband beats me every night.", "PS_GJILAN", KeyDomain.Police, "HELPLINE", "")]
    [InlineData("The police investigators of DIIBC took a bribe from me to close the case.", "DIIBC", KeyDomain.Internal, "PIK", "")]
    [InlineData("A police officer at the station in Gjilan beat me and asked for a bribe.", "HELPLINE", KeyDomain.Helpline, null, "")]
    [InlineData("A police officer at the station in Gjilan was rude to me.", "PIK", KeyDomain.Pik, null, "")]
    public async Task Message_ItsHolderMustNotRead_GoesOnlyToWhoMay(string words, string holder, KeyDomain domain, string? movedTo, string losing)
    {
        var receipt = await site.Http.SubmitAsync("dy djem shesin drogë", ("municipality", "gjilan"));
        var report = await CaseOf(receipt);
        await site.WriteAsync(async (db, ct) =>
        {
            await db.Cases.Where(c => c.Id == report.Id).ExecuteUpdateAsync(c => c.SetProperty(x => x.HolderDesk, holder).SetProperty(x => x.Domain, domain), ct);
            db.CaseGrants.Add(new CaseGrant { CaseId = report.Id, HolderKind = HolderKind.Desk, Holder = holder, Epoch = 1, Domain = domain, WrappedKey = [1] });
        });
        var added = await site.Http.SendJsonAsync("/api/v1/receipts/messages", new { receipt, text = words });
        Assert.Equal(movedTo, MovedTo(added.Body));
        Assert.Equal(movedTo is null ? 1 : 0, await site.ReadAsync(db => db.CaseMessages.CountAsync(m => m.CaseId == report.Id)));
        var parts = await site.ReadAsync(db => db.Cases.Where(c => c.ReporterPublicKey == report.ReporterPublicKey && c.Id != report.Id).ToListAsync());
        Assert.Equal(movedTo, parts.SingleOrDefault()?.NamedDesk);
        var asked = await site.ReadAsync(db => db.Outbox.Where(m => m.Kind == OutboxKind.HolderExcluded && m.CaseId == report.Id).Select(m => m.Desk).ToListAsync());
        Assert.Equal(losing, string.Join(' ', asked.Order(StringComparer.Ordinal)));
    }

    [Fact]
    public async Task Messages_CaseKeySwappedInTheDatabase_AreNotSealedToIt()
    {
        var receipt = await site.Http.SubmitAsync("Vjedhje");
        var report = await CaseOf(receipt);
        using var thief = PrivateKey.Create();
        var swapped = thief.Public.ToBytes();
        await site.WriteAsync((db, ct) => db.Cases.Where(c => c.Id == report.Id).ExecuteUpdateAsync(c => c.SetProperty(x => x.CasePublicKey, swapped), ct));
        var added = await site.Http.SendJsonAsync("/api/v1/receipts/messages", new { receipt, text = "Më shumë" });
        Assert.Equal(HttpStatusCode.NotFound, added.Status);
        Assert.Equal(0, await site.ReadAsync(db => db.CaseMessages.CountAsync(m => m.CaseId == report.Id)));
    }

    private static string? MovedTo(System.Text.Json.JsonElement answer)
        => answer.GetProperty("movedTo") is { ValueKind: System.Text.Json.JsonValueKind.Object } to ? to.GetProperty("desk").GetString() : null;

    private async Task<Guid> AskAsync(string receipt, string question)
    {
        var report = await CaseOf(receipt);
        await site.AskAsync(report, question);
        return report.Id;
    }

    private Task<Case> CaseOf(string receipt) => site.CaseOfAsync(receipt);
}
