using Microsoft.EntityFrameworkCore;
using ReportingService.Data;
using ReportingService.Labelling;
using ReportingService.Sealing;
using ReportingService.StaffConsole.Tests.Running;

namespace ReportingService.StaffConsole.Tests;

/// <summary>Somebody writes to the database behind the service's back.</summary>
public sealed class AlteredTests(RunningConsole console) : IClassFixture<RunningConsole>
{
    private async Task<byte[]> ForgeAsync(TestReport report, Receipt receipt)
    {
        using var reporter = ReporterKey.From(receipt, console.Trust.Instance);
        await using var db = await console.ReadAsync();
        var item = await db.CaseItems.Where(row => row.CaseId == report.Id.Value && row.Kind == CaseItemKind.Text).Select(row => row.Id).SingleAsync();
        var theCase = reporter.Vouch(report.Id, report.CaseKey.Span, reporter.TagCase(report.Id, report.CaseKey))!;
        return ReporterItemSealer.Seal(
            reporter, theCase, new EnvelopeContext(console.Trust.Instance, report.Id, item, Purpose.Text), PlainTextFormat.Write(new PlainText("Nuk ka ndodhur.", null)));
    }

    private Task PutTextAsync(TestReport report, byte[] bytes) => console.Writer.WriteAsync(
        async (db, ct) => (await db.CaseItems.SingleAsync(row => row.CaseId == report.Id.Value && row.Kind == CaseItemKind.Text, ct)).Sealed = bytes,
        CancellationToken.None);

    [Fact]
    public async Task Open_OneByteOfTheTextChanged_SaysAlteredAndShowsTheRest()
    {
        var report = await TestReport.ArriveAsync(console, "PS_GJILAN", "E paprekur.");
        await console.Writer.WriteAsync(
            async (db, ct) =>
            {
                var item = await db.CaseItems.SingleAsync(row => row.CaseId == report.Id.Value && row.Kind == CaseItemKind.Text, ct);
                var bytes = item.Sealed!.ToArray();
                bytes[^20] ^= 1;
                item.Sealed = bytes;
            },
            CancellationToken.None);
        var page = await (await console["officer.gjilan"].BrowserAsync()).GetAsync(report.Path);
        Assert.Equal(200, page.Status);
        Assert.Contains("This item was altered.", page.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("E paprekur.", page.Text, StringComparison.Ordinal);
        Assert.Contains("theft", page.Text, StringComparison.Ordinal);
        Assert.Contains("altered_found", await report.AuditActionsAsync());
    }

    /// <summary>Threat: one byte of whom the reporter excluded is changed, and the desk gets its key after all.</summary>
    [Fact]
    public async Task PassOn_OneByteOfAnExclusionChanged_IsRefusedAndOnRecord()
    {
        var report = await TestReport.ArriveAsync(console, "PS_GJILAN", "Jo te ata.");
        await report.ExcludeLaterAsync("PS_FERIZAJ");
        await report.AlterAsync(CaseItemKind.Exclusion);
        var officer = await console["officer.gjilan"].BrowserAsync();
        foreach (var desk in new[] { "PS_FERIZAJ", "DESK" })
        {
            Assert.Equal(422, (await officer.SubmitAsync(report.Path + "/pass-on", report.Path + "/pass-on", ("Desk", desk))).Status);
        }

        Assert.Equal("PS_GJILAN", (await report.RowAsync()).HolderDesk);
        Assert.Contains("altered_found", await report.AuditActionsAsync());
    }

    /// <summary>Whoever steps aside reads beforehand what will happen: with an exclusion that no longer opens the report goes nowhere.</summary>
    [Fact]
    public async Task Recuse_OneByteOfAnExclusionChanged_NoMoveIsForetold()
    {
        var report = await TestReport.ArriveAsync(console, "PS_FERIZAJ", "Askund.");
        var only = await console["officer.ferizaj"].BrowserAsync();
        await report.ExcludeLaterAsync("PS_GJILAN");
        Assert.Contains(console.Routing.Desks["DESK"].NameEn, await ForetoldAsync(), StringComparison.Ordinal);

        await report.AlterAsync(CaseItemKind.Exclusion);
        Assert.Contains("no other desk can take it", await ForetoldAsync(), StringComparison.Ordinal);
        Assert.Equal("/queue?done=recused_nobody", (await only.SubmitAsync(report.Path + "/recuse", report.Path + "/recuse", ("Reason", "friend"))).Location);
        Assert.Equal("PS_FERIZAJ", (await report.RowAsync()).HolderDesk);

        async Task<string> ForetoldAsync() => (await only.GetAsync(report.Path + "/recuse")).Page.QuerySelector("main")!.TextContent;
    }

    /// <summary>What nobody may confirm any more can still be declined, or it would wait and alarm for ever.</summary>
    [Fact]
    public async Task HandOff_OneByteOfAnExclusionChanged_CannotBeConfirmedAndCanBeDeclined()
    {
        var report = await TestReport.ArriveAsync(console, "HELPLINE", "Rrezik?");
        var first = await console["operator.helpline"].BrowserAsync();
        var second = await console["supervisor.helpline"].BrowserAsync();
        var path = report.Path + "/hand-off";
        await report.ExcludeLaterAsync("PS_FERIZAJ");
        await first.HandOffAsync(report, ("Basis", "danger_to_life"), ("Words", "Ka armë."), ("Desk", "DESK"), ("WithWords", "true"));
        var item = (await second.GetAsync(path)).Page.QuerySelector("input[name=Item]")!.GetAttribute("value")!;

        await report.AlterAsync(CaseItemKind.Exclusion);
        Assert.Equal(422, (await second.SubmitAsync(path, path + "?handler=Confirm", ("Item", item))).Status);
        Assert.Equal(422, (await first.HandOffAsync(report, ("Basis", "consent"), ("Words", "Po."), ("Desk", "DESK"), ("WithWords", "true"))).Status);
        Assert.NotNull((await second.FindRowAsync(report))!.QuerySelector(".word--emergency"));
        Assert.Equal(report.Path + "?done=handoff_declined", (await second.SubmitAsync(path, path + "?handler=Decline", ("Item", item), ("Words", "Raporti u ndryshua."))).Location);
        Assert.Null((await second.FindRowAsync(report))!.QuerySelector(".word--emergency"));
        Assert.DoesNotContain("handed_off", await report.AuditActionsAsync());
    }

    /// <summary>Threat: the note of a proposal is changed or removed, or a proposal that nobody made is written in, and its alarm rings for ever.</summary>
    [Theory]
    [InlineData("changed")]
    [InlineData("removed")]
    [InlineData("planted")]
    public async Task HandOff_ProposalThatNobodyCanDecide_IsDeclinedByTheConsoleWhenTheReportIsOpened(string how)
    {
        var report = await TestReport.ArriveAsync(console, "HELPLINE", "Propozimi i humbur.");
        var first = await console["operator.helpline"].BrowserAsync();
        var second = await console["supervisor.helpline"].BrowserAsync();
        (string, string)[] terms = [("Basis", "danger_to_life"), ("Words", "Ka armë."), ("Desk", "DESK"), ("WithWords", "true")];
        if (how == "planted")
        {
            await console.Writer.WriteAsync((db, _) => Task.FromResult(db.HandOffProposals.Add(new HandOffProposal { CaseId = report.Id.Value, ItemId = Guid.NewGuid(), ProposedBy = Guid.NewGuid() })), CancellationToken.None);
        }
        else
        {
            // One that opens waits for a person, however often the report is opened.
            await first.HandOffAsync(report, terms);
            await second.GetAsync(report.Path);
            Assert.DoesNotContain("hand_off_declined", await report.AuditActionsAsync());
            await (how == "changed" ? report.AlterAsync(CaseItemKind.Note)
                : console.Writer.WriteAsync((db, ct) => db.CaseItems.Where(item => item.CaseId == report.Id.Value && item.Kind == CaseItemKind.Note).ExecuteDeleteAsync(ct), CancellationToken.None));
        }

        Assert.NotNull((await second.FindRowAsync(report))!.QuerySelector(".word--emergency"));
        var declined = (await second.GetAsync(report.Path)).Page.QuerySelector(".declined")!.TextContent;
        Assert.Contains("console", declined, StringComparison.Ordinal);
        Assert.Contains("nobody could decide it any more", declined, StringComparison.Ordinal);
        Assert.Null((await second.FindRowAsync(report))!.QuerySelector(".word--emergency"));
        await second.GetAsync(report.Path);
        Assert.Single(await report.AuditActionsAsync(), action => action == "hand_off_declined");
        await using (var db = await console.ReadAsync())
        {
            var subject = (await report.RowAsync()).AuditId.ToString("N");
            Assert.Equal("console", (await db.AuditEntries.SingleAsync(entry => entry.Subject == subject && entry.Action == "hand_off_declined")).Actor);
        }

        // It can be proposed again, and waits again.
        Assert.Equal(report.Path + "?done=handoff_asked", (await first.HandOffAsync(report, terms)).Location);
        Assert.NotNull((await second.GetAsync(report.Path)).Page.QuerySelector("input[name=Item]"));
        Assert.NotNull((await second.FindRowAsync(report))!.QuerySelector(".word--emergency"));
    }

    [Fact]
    public async Task Open_TextOfAnotherReportMovedHere_SaysAltered()
    {
        var here = await TestReport.ArriveAsync(console, "PS_GJILAN", "Këtu.");
        var there = await TestReport.ArriveAsync(console, "PS_GJILAN", "Atje.");
        await console.Writer.WriteAsync(
            async (db, ct) =>
            {
                var mine = await db.CaseItems.SingleAsync(row => row.CaseId == here.Id.Value && row.Kind == CaseItemKind.Text, ct);
                var other = await db.CaseItems.SingleAsync(row => row.CaseId == there.Id.Value && row.Kind == CaseItemKind.Text, ct);
                mine.Sealed = other.Sealed;
            },
            CancellationToken.None);
        var page = await (await console["officer.gjilan"].BrowserAsync()).GetAsync(here.Path);
        Assert.Contains("This item was altered.", page.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("Atje.", page.Text, StringComparison.Ordinal);
    }

    /// <summary>Threat: a text of the attacker's own in the place of the reporter's, well sealed to the case's public key.</summary>
    [Fact]
    public async Task Open_TextForgedWithPublicKeysOnly_SaysAltered()
    {
        var report = await TestReport.ArriveAsync(console, "PS_GJILAN", "E vërteta.");
        var forged = await ForgeAsync(report, Receipt.Mint());
        await PutTextAsync(report, forged);
        var officer = await console["officer.gjilan"].BrowserAsync();
        var page = await officer.GetAsync(report.Path);
        Assert.Contains("This item was altered.", page.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("Nuk ka ndodhur.", page.Text, StringComparison.Ordinal);
        Assert.Contains("altered_found", await report.AuditActionsAsync());

        // Positive control: the same, made with the report's own receipt, is shown.
        await PutTextAsync(report, await ForgeAsync(report, report.Receipt));
        Assert.Contains("Nuk ka ndodhur.", (await officer.GetAsync(report.Path)).Text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("CasePublicKey")]
    [InlineData("ReporterPublicKey")]
    public async Task Open_CaseRowSwapped_DoesNotOpenAndNothingIsSealedToIt(string column)
    {
        var report = await TestReport.ArriveAsync(console, "PS_GJILAN", "Rresht i ndërruar.");
        var other = await TestReport.ArriveAsync(console, "PS_GJILAN", "Tjetri.");
        await SqlAsync($"UPDATE Cases SET {column} = (SELECT {column} FROM Cases WHERE Id = '{other.Id.Value.ToString().ToUpperInvariant()}') WHERE Id = '{report.Id.Value.ToString().ToUpperInvariant()}'");
        var officer = await console["officer.gjilan"].BrowserAsync();
        var page = await officer.GetAsync(report.Path);
        Assert.Contains("This report does not open", page.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("Rresht i ndërruar.", page.Text, StringComparison.Ordinal);
        var asked = await officer.SubmitAsync(report.Path + "/ask", report.Path + "/ask", ("Words", "Pyetje."));
        Assert.Equal(422, asked.Status);
        var noted = await officer.SubmitAsync(report.Path + "/note", report.Path + "/note", ("Words", "Shënim."));
        Assert.Equal(422, noted.Status);
        Assert.Equal(3, (await report.AuditActionsAsync()).Count(action => action == "altered_found"));
        await using var db = await console.ReadAsync();
        Assert.False(await db.CaseMessages.AnyAsync(message => message.CaseId == report.Id.Value));
        Assert.False(await db.CaseItems.AnyAsync(item => item.CaseId == report.Id.Value && item.Kind == CaseItemKind.Note));
    }

    [Fact]
    public async Task Open_GrantMovedFromAnotherReport_DoesNotOpen()
    {
        var report = await TestReport.ArriveAsync(console, "PS_FERIZAJ", "I Ferizajt.");
        var own = await TestReport.ArriveAsync(console, "PS_GJILAN", "I Gjilanit.");
        await console.Writer.WriteAsync(
            async (db, ct) =>
            {
                var grant = await db.CaseGrants.SingleAsync(row => row.CaseId == own.Id.Value, ct);
                db.CaseGrants.Add(new CaseGrant { CaseId = report.Id.Value, HolderKind = HolderKind.Desk, Holder = "PS_GJILAN", Epoch = grant.Epoch, Domain = grant.Domain, WrappedKey = grant.WrappedKey });
            },
            CancellationToken.None);
        var page = await (await console["officer.gjilan"].BrowserAsync()).GetAsync(report.Path);
        Assert.DoesNotContain("I Ferizajt.", page.Text, StringComparison.Ordinal);
        Assert.Contains("This report does not open", page.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Move_DecisionsDeleted_StaysWhereItIs()
    {
        var report = await TestReport.ArriveAsync(console, "PS_GJILAN", "Pa vendim.", excluded: ["RPD_GJILAN"]);
        await console.Writer.WriteAsync(
            (db, ct) => db.CaseItems.Where(item => item.CaseId == report.Id.Value && item.Kind == CaseItemKind.Decision).ExecuteDeleteAsync(ct), CancellationToken.None);
        var officer = await console["officer.gjilan"].BrowserAsync();
        Assert.Equal(422, (await officer.SubmitAsync(report.Path + "/bounce", report.Path + "/bounce", ("Reason", "wrong_place"))).Status);
        Assert.Equal("PS_GJILAN", (await report.RowAsync()).HolderDesk);
    }

    [Fact]
    public async Task Move_UnitKeyOfTheNextDeskSwapped_IsRefusedAndAudited()
    {
        var report = await TestReport.ArriveAsync(console, "PS_FERIZAJ", "Çelës i rremë.");
        var substitute = ReportingService.Opening.PrivateKey.Create().Public.Span.ToArray();
        byte[] original = [];
        await console.Writer.WriteAsync(
            async (db, ct) =>
            {
                var key = await db.UnitKeys.SingleAsync(row => row.Desk == "DESK", ct);
                (original, key.PublicKey) = (key.PublicKey, substitute);
            },
            CancellationToken.None);
        try
        {
            var officer = await console["officer.ferizaj"].BrowserAsync();
            Assert.Equal(422, (await officer.SubmitAsync(report.Path + "/bounce", report.Path + "/bounce", ("Reason", "wrong_place"))).Status);
            await using var db = await console.ReadAsync();
            Assert.Equal(["PS_FERIZAJ"], await db.CaseGrants.Where(grant => grant.CaseId == report.Id.Value).Select(grant => grant.Holder).ToListAsync());
            Assert.True(await db.AuditEntries.AnyAsync(entry => entry.Action == "unit_key_refused" && entry.Subject == "DESK"));
        }
        finally
        {
            await console.Writer.WriteAsync(async (db, ct) => (await db.UnitKeys.SingleAsync(row => row.Desk == "DESK", ct)).PublicKey = original, CancellationToken.None);
        }
    }

    private Task SqlAsync(string sql) => console.Writer.WriteAsync((db, ct) => db.Database.ExecuteSqlRawAsync(sql, ct), CancellationToken.None);
}
