using System.Text;
using Microsoft.EntityFrameworkCore;
using ReportingService.Core.Keys;
using ReportingService.Data;
using ReportingService.Opening;
using ReportingService.StaffConsole.Tests.Running;

namespace ReportingService.StaffConsole.Tests;

public sealed class AccountTests(RunningConsole console) : IClassFixture<RunningConsole>
{
    [Fact]
    public async Task Invite_FromNewAccountToFirstReport_WholeCeremony()
    {
        // A desk that no other test of this class touches.
        var administrator = await console["administrator.test"].BrowserAsync();
        using var first = new Browser(console.Address);
        using var second = new Browser(console.Address);
        var totp = await AcceptAsync(first, await CreateAsync(administrator, "officer.dragash", "officer", "PS_DRAGASH"), "kumbull dritare lum gur");
        await SignInAsync(first, "officer.dragash", "kumbull dritare lum gur", totp);

        // The queue names the true next step at each moment and leads to it.
        var step = (await first.GetAsync("/queue")).Page.QuerySelector(".note--urgent")!;
        Assert.Contains("has no key yet", step.TextContent, StringComparison.Ordinal);
        Assert.Equal("/desks#d-PS_DRAGASH", step.QuerySelector("a")!.GetAttribute("href"));
        Assert.NotNull((await first.GetAsync("/desks")).Page.QuerySelector("#d-PS_DRAGASH"));

        // The first member makes the desk's key; nothing can be sent there before a custodian has signed it.
        Assert.Equal("/desks?done=made", (await first.SubmitAsync("/desks", "/desks/PS_DRAGASH/make-key")).Location);
        Assert.Equal("/desks?done=not", (await first.SubmitAsync("/desks", "/desks/PS_DRAGASH/make-key")).Location);
        Assert.Contains("waits for its signature", (await first.GetAsync("/desks")).Text, StringComparison.Ordinal);
        Assert.Contains("waits for a key custodian", (await first.GetAsync("/queue")).Text, StringComparison.Ordinal);
        Assert.Contains("PS_DRAGASH", (await administrator.GetAsync("/readiness")).Text, StringComparison.Ordinal);
        await console.SignKeysAsync(KeyDomain.Police);
        Assert.DoesNotContain("PS_DRAGASH", (await administrator.GetAsync("/readiness")).Text, StringComparison.Ordinal);
        var old = await TestReport.ArriveAsync(console, "PS_DRAGASH", "Para të dytit.");
        Assert.Contains("Para të dytit.", (await first.GetAsync(old.Path)).Text, StringComparison.Ordinal);

        // The second waits until the first admits, with the fingerprint that was compared.
        totp = await AcceptAsync(second, await CreateAsync(administrator, "officer2.dragash", "officer", "PS_DRAGASH"), "vjeshta qumesht balone hekur");
        await SignInAsync(second, "officer2.dragash", "vjeshta qumesht balone hekur", totp);
        Assert.Equal(404, (await second.GetAsync(old.Path)).Status);
        Assert.Contains("admit you", (await second.GetAsync("/queue")).Page.QuerySelector(".note--urgent")!.TextContent, StringComparison.Ordinal);
        Assert.Contains("somebody waits", (await first.GetAsync("/queue")).Page.QuerySelector(".note--urgent")!.TextContent, StringComparison.Ordinal);
        var fingerprint = (await second.GetAsync("/account")).Page.QuerySelector(".fingerprint")!.TextContent;
        var member = (await first.GetAsync("/desks")).Page.QuerySelectorAll("tr").Single(row => row.TextContent.Contains("officer2.dragash", StringComparison.Ordinal))
            .QuerySelector("input[name=Member]")!.GetAttribute("value")!;
        Assert.Equal("/desks?done=not", (await first.SubmitAsync("/desks", "/desks/PS_DRAGASH/admit", ("Member", member), ("Fingerprint", "00000 00000"), ("Compared", "true"))).Location);
        Assert.Equal("/desks?done=not", (await first.SubmitAsync("/desks", "/desks/PS_DRAGASH/admit", ("Member", member), ("Fingerprint", fingerprint))).Location);
        Assert.Equal("/desks?done=admitted", (await first.SubmitAsync("/desks", "/desks/PS_DRAGASH/admit", ("Member", member), ("Fingerprint", fingerprint), ("Compared", "true"))).Location);
        Assert.Contains("Para të dytit.", (await second.GetAsync(old.Path)).Text, StringComparison.Ordinal);
        Assert.Null((await first.GetAsync("/queue")).Page.QuerySelector(".note--urgent"));

        // After a renewal both read the old and the new.
        Assert.Equal("/desks?done=rotated", (await RenewTests.RenewAsync(second, "PS_DRAGASH")).Location);
        var fresh = await TestReport.ArriveAsync(console, "PS_DRAGASH", "Pas ndryshimit.");
        foreach (var browser in new[] { first, second })
        {
            Assert.Contains("Pas ndryshimit.", (await browser.GetAsync(fresh.Path)).Text, StringComparison.Ordinal);
            Assert.Contains("Para të dytit.", (await browser.GetAsync(old.Path)).Text, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Invite_UsedTwiceOrExpired_IsRefused()
    {
        var administrator = await console["administrator.test"].BrowserAsync();
        var used = await CreateAsync(administrator, "officer.used", "officer", "PS_VITI");
        using var browser = new Browser(console.Address);
        await AcceptAsync(browser, used, "gjethe mal zog ndriçim");
        Assert.Equal(422, (await browser.SubmitAsync("/invite", "/invite", ("Secret", used))).Status);
        var late = await CreateAsync(administrator, "officer.late", "officer", "PS_VITI");
        console.Clock.Advance(TimeSpan.FromDays(4));
        Assert.Equal(422, (await browser.SubmitAsync("/invite", "/invite", ("Secret", late))).Status);
    }

    [Theory]
    [InlineData("short", "short")]
    [InlineData("officer.weak is mine", "officer.weak is mine")]
    [InlineData("password1234", "password1234")]
    [InlineData("aaaaaaaaaaaaaaaa", "aaaaaaaaaaaaaaaa")]
    [InlineData("kumbull dritare lum", "kumbull dritare lumi")]
    public async Task Invite_WeakOrDifferentPassphrase_IsRefused(string passphrase, string repeat)
    {
        var administrator = await console["administrator.test"].BrowserAsync();
        var secret = await CreateAsync(administrator, $"officer.weak{Math.Abs(passphrase.GetHashCode(StringComparison.Ordinal))}", "officer", "PS_VITI");
        using var browser = new Browser(console.Address);
        var page = await browser.SubmitAsync("/invite", "/invite", ("Secret", secret));
        Assert.Equal(200, page.Status);
        var answer = await browser.SubmitAsync(
            "/invite", "/invite?handler=Passphrase", ("Secret", secret), ("Passphrase", passphrase.Replace("officer.weak", page.Page.QuerySelector("input[name=username]")!.GetAttribute("value")!, StringComparison.Ordinal)), ("Repeat", repeat));
        Assert.Equal(422, answer.Status);
    }

    [Theory]
    [InlineData("officer", "PS_VITI", "HELPLINE")]
    [InlineData("supervisor", "PIK", "DESK")]
    [InlineData("operator", "PS_VITI", null)]
    [InlineData("administrator", "PS_VITI", null)]
    public async Task Accounts_DesksOfTwoBodies_AreRefused(string role, string one, string? two)
    {
        var administrator = await console["administrator.test"].BrowserAsync();
        (string, string)[] desks = two is null ? [("Desks", one)] : [("Desks", one), ("Desks", two)];
        Assert.Equal(422, (await administrator.SubmitAsync("/accounts/new", "/accounts/new", [("UserName", "bridge.account"), ("Role", role), .. desks])).Status);
    }

    [Theory]
    [InlineData("gjilan dvu")]
    [InlineData("PS_GJILAN")]
    [InlineData("gnjilane stanica")]
    public async Task Accounts_SearchByGet_FindsByNamePlaceOrCodeAndKeepsWhatIsChosen(string words)
    {
        var administrator = await console["administrator.test"].BrowserAsync();
        var all = (await administrator.GetAsync("/accounts/new")).Page.QuerySelectorAll("input[name=Desks]").Length;
        Assert.True(all > 90);
        var page = await administrator.GetAsync($"/accounts/new?UserName=officer.new&Role=officer&Desks=PIK&Find={Uri.EscapeDataString(words)}");
        var found = page.Page.QuerySelectorAll("input[name=Desks]").Select(box => (Code: box.GetAttribute("value"), Chosen: box.HasAttribute("checked"))).ToList();
        Assert.InRange(found.Count, 2, 6);
        Assert.Equal(("PIK", true), found[0]);
        Assert.Contains(found, desk => desk.Code!.EndsWith("_GJILAN", StringComparison.Ordinal));
        Assert.Equal("officer.new", page.Page.QuerySelector("#UserName")!.GetAttribute("value"));
        Assert.NotNull(page.Page.QuerySelector("#role-officer[checked]"));

        // Threat: the form's token in an address. No field of the form that is sent by GET holds it; the button that creates does.
        var form = page.Page.QuerySelector("#Find")!.Closest("form")!;
        Assert.Null(form.QuerySelector("input[name=__RequestVerificationToken]"));
        Assert.Equal("__RequestVerificationToken", form.QuerySelector("button.button--primary")!.GetAttribute("name"));
    }

    [Fact]
    public async Task Accounts_CreateWithTheButtonsToken_Works()
    {
        var administrator = await console["administrator.test"].BrowserAsync();
        var button = (await administrator.GetAsync("/accounts/new")).Page.QuerySelector("#Find")!.Closest("form")!.QuerySelector("button.button--primary")!;
        var made = await administrator.PostAsync(
            "/accounts/new", ("UserName", "officer.button"), ("Role", "officer"), ("Desks", "PS_VITI"), ("Find", "viti"), (button.GetAttribute("name")!, button.GetAttribute("value")!));
        Assert.NotNull(made.Page.QuerySelector("#invite-link"));
        Assert.Equal(400, (await administrator.PostAsync("/accounts/new", ("UserName", "officer.forged"), ("Role", "officer"), ("Desks", "PS_VITI"))).Status);
    }

    [Fact]
    public async Task Administrator_OwnAccount_CannotBeGivenADesk()
    {
        var administrator = await console["administrator.test"].BrowserAsync();
        var account = "/accounts/" + console["administrator.test"].Id.ToString("N");
        Assert.Equal(404, (await administrator.SubmitAsync(account, account + "?handler=AddDesk", ("Desk", "PS_GJILAN"))).Status);
        Assert.Equal(404, (await administrator.SubmitAsync(account, account + "?handler=Disable", ("Sure", "true"))).Status);
    }

    /// <summary>What the page of a disabled account does not offer is refused when it is posted all the same; the way back is offered and works.</summary>
    [Fact]
    public async Task Disabled_ControlsThatAreHidden_AreRefusedWithTheReason()
    {
        var person = await console.NewPersonAsync("officer.disabled", AccountRole.Officer, "PS_FERIZAJ");
        var administrator = await console["administrator.test"].BrowserAsync();
        var account = "/accounts/" + person.Id.ToString("N");
        Assert.Equal(200, (await administrator.SubmitAsync(account, account + "?handler=Disable", ("Sure", "true"))).Status);
        var before = await StateAsync();
        foreach (var (handler, sure) in new[] { ("Invite", ""), ("Invite", "true"), ("Disable", ""), ("Disable", "true"), ("AddDesk", "") })
        {
            var refused = await administrator.SubmitAsync(account, $"{account}?handler={handler}", ("Sure", sure), ("Desk", "PS_VITI"));
            Assert.Equal(409, refused.Status);
            Assert.Contains("Enable it first", refused.Page.QuerySelector(".note--danger")!.TextContent, StringComparison.Ordinal);
            Assert.Null(refused.Page.QuerySelector("#invite-link"));
        }

        Assert.Equal(before, await StateAsync());
        Assert.Equal(200, (await administrator.SubmitAsync(account, account + "?handler=Enable")).Status);
        Assert.Equal(409, (await administrator.SubmitAsync(account, account + "?handler=Enable")).Status);

        async Task<string> StateAsync()
        {
            await using var db = await console.ReadAsync();
            var row = await db.Accounts.SingleAsync(found => found.Id == person.Id);
            return $"{row.State} {row.SealedVault is null} {await db.Memberships.CountAsync(member => member.AccountId == person.Id)} {await db.Invites.CountAsync(invite => invite.AccountId == person.Id)}";
        }
    }

    [Fact]
    public async Task Accounts_New_DesksAreInClosedGroupsAndWhatIsChosenStandsOpenFirst()
    {
        var administrator = await console["administrator.test"].BrowserAsync();
        var fresh = (await administrator.GetAsync("/accounts/new")).Page.QuerySelectorAll("details.desk-group");
        Assert.InRange(fresh.Length, 8, 14);
        Assert.DoesNotContain(fresh, group => group.HasAttribute("open"));

        var again = await administrator.SubmitAsync("/accounts/new", "/accounts/new", ("UserName", "x"), ("Role", "officer"), ("Desks", "PS_VITI"), ("Desks", "PS_GJILAN"));
        var groups = again.Page.QuerySelectorAll("details.desk-group");
        Assert.Equal([true, .. Enumerable.Repeat(false, groups.Length - 1)], groups.Select(group => group.HasAttribute("open")));
        Assert.Equal(2, groups[0].QuerySelectorAll("input[checked]").Length);
        Assert.Contains("2 of 2 chosen", groups[0].QuerySelector("summary")!.TextContent, StringComparison.Ordinal);
        Assert.All(groups.Skip(1), group => Assert.Contains("0 of", group.QuerySelector("summary")!.TextContent, StringComparison.Ordinal));
    }

    [Fact]
    public async Task InviteAgain_OldKeysAreGoneAndDeskMustAdmitAgain()
    {
        var person = await console.NewPersonAsync("officer.forgetful", AccountRole.Officer, "PS_FERIZAJ");
        await console.AdmitAsync(person.UserName, "PS_FERIZAJ", "officer.ferizaj");
        var administrator = await console["administrator.test"].BrowserAsync();
        var account = "/accounts/" + person.Id.ToString("N");
        var page = await administrator.SubmitAsync(account, account + "?handler=Invite", ("Sure", "true"));
        Assert.Contains("/invite#", page.Page.QuerySelector("#invite-link")!.TextContent, StringComparison.Ordinal);
        await using var db = await console.ReadAsync();
        Assert.False(await db.UnitKeyGrants.AnyAsync(grant => grant.AccountId == person.Id));
        Assert.Equal(MembershipState.Waiting, (await db.Memberships.SingleAsync(row => row.AccountId == person.Id)).State);
    }

    [Fact]
    public async Task FirstStart_NoAdministrator_LeavesALinkOnlyItsOwnerReads()
    {
        // The console under test started without accounts, so it has written one.
        var path = Path.Combine(console.Folder, "first", "administrator-link.txt");
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(path));
        Assert.Contains("/invite#", await File.ReadAllTextAsync(path), StringComparison.Ordinal);
    }

    private static async Task<string> CreateAsync(Browser administrator, string name, string role, string desk)
    {
        var page = await administrator.SubmitAsync("/accounts/new", "/accounts/new", ("UserName", name), ("Role", role), ("Desks", desk));
        Assert.Equal(200, page.Status);
        return page.Page.QuerySelector("#invite-link")!.TextContent.Split('#')[1];
    }

    private async Task<byte[]> AcceptAsync(Browser browser, string secret, string passphrase)
    {
        // As it stands in the file or the message: the whole link.
        var shown = await browser.SubmitAsync("/invite", "/invite?handler=Passphrase", ("Secret", $" https://localhost/invite#{secret} "), ("Passphrase", passphrase), ("Repeat", passphrase));
        Assert.NotNull(shown.Page.QuerySelector("svg.qr path"));
        var totp = FromBase32(shown.Page.QuerySelector("#totp-secret")!.TextContent);
        Assert.Equal(422, (await browser.SubmitAsync("/invite", "/invite?handler=Confirm", ("Secret", secret), ("Code", "000000"))).Status);
        var done = await browser.SubmitAsync("/invite", "/invite?handler=Confirm", ("Secret", secret), ("Code", Totp.CodeAt(totp, console.Clock.GetUtcNow())));
        Assert.Contains("The account is ready", done.Text, StringComparison.Ordinal);
        return totp;
    }

    private async Task SignInAsync(Browser browser, string name, string passphrase, byte[] totp)
    {
        console.Clock.Advance(TimeSpan.FromSeconds(30));
        var answer = await browser.SubmitAsync("/sign-in", "/sign-in", ("UserName", name), ("Passphrase", passphrase), ("Code", Totp.CodeAt(totp, console.Clock.GetUtcNow())));
        Assert.Equal(302, answer.Status);
    }

    private static byte[] FromBase32(string text)
    {
        const string signs = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
        var bits = new StringBuilder();
        foreach (var sign in text.Trim())
        {
            bits.Append(Convert.ToString(signs.IndexOf(sign, StringComparison.Ordinal), 2).PadLeft(5, '0'));
        }

        return [.. Enumerable.Range(0, bits.Length / 8).Select(place => Convert.ToByte(bits.ToString(place * 8, 8), 2))];
    }
}
