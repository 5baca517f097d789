using ReportingService.TestKit;
using ReportingService.TestKit.Running;

namespace ReportingService.SystemTests.Browser;

/// <summary>Members of staff who signed in once; windows opened later are theirs too. A code works once, so nobody signs in twice.</summary>
public sealed class StaffSessions(Chromium chromium, RunningProduct product)
{
    public const string Officer = "officer.ps-gjilan";
    public const string Told = "officer.gjilan";
    public const string Administrator = "administrator";
    public const string Operator = "operator.helpline";
    public const string Supervisor = "supervisor.helpline";
    public const string Auditor = "auditor.pages";
    public const string RuleAuthor = "author1.rules";
    public const string SecondAuthor = "author2.rules";
    public const string Inspector = "inspector.pik";
    public const string National = "officer.national";

    /// <summary>Signs in nowhere.</summary>
    public const string Disabled = "officer.prizren";

    private readonly Dictionary<string, string> kept = [];
    private string? invitation;
    private string? proposal;
    private string? faulty;
    private string? writing;
    private string? passedOn;
    private string? handed;
    private string? copy;
    private string? sentBack;
    private bool changed;
    private string? handOff;
    private int names;

    /// <summary>A window of somebody's, or of nobody's.</summary>
    public async Task<Visit> VisitAsync(string? account, int width = 320, bool scripts = true)
    {
        if (account is not null && !kept.ContainsKey(account))
        {
            await using var first = await Visit.StartAsync(chromium.Browser, product, width: width);
            if (account == Auditor)
            {
                await EnrolAsync(first);
            }
            else
            {
                await StaffSteps.SignInAsync(first, product.Accounts().Single(row => row.User == account));
            }

            kept[account] = await first.Context.StorageStateAsync();
        }

        return await Visit.StartAsync(chromium.Browser, product, scripts, width, account is null ? null : kept[account]);
    }

    /// <summary>Opens the only report of the queue, asks (which takes it) and notes; answers with its address.</summary>
    public async Task<string> AskAsync(string account, string question)
    {
        await using var visit = await VisitAsync(account, 1280);
        var report = await StaffSteps.OpenNewestAsync(visit);
        await StaffSteps.AskAsync(visit, question);
        await visit.StaffAsync(report + "/note");
        await visit.Page.FillAsync("#Words", "Pronari u thirr; kamerat e shkollës po kontrollohen.");
        await visit.Page.ClickAsync("main form .button--primary");
        return report;
    }

    /// <summary>An invitation for a new account; each is good for one walk through the invitation's pages.</summary>
    public async Task<string> InviteAsync(string name, string role)
    {
        await using var visit = await VisitAsync(Administrator, 1280);
        await StaffSteps.CreateAccountAsync(visit, name, role);
        return (await visit.Page.InnerTextAsync("#invite-link")).Trim().Split('#')[1];
    }

    /// <summary>Proposed rules that touch the Inspectorate; nobody puts them in force.</summary>
    public async Task<string> ProposalAsync()
    {
        if (proposal is null)
        {
            proposal = await DraftAsync("Trashëgimia te krimet e luftës", text => text.Replace("\"unit\": \"CRSSU\"", "\"unit\": \"WCI\"", StringComparison.Ordinal)
                .Replace("\"injury\", \"in_custody\"", "\"in_custody\"", StringComparison.Ordinal));
            await using var visit = await VisitAsync(RuleAuthor, 1280);
            await visit.StaffAsync(proposal);
            await visit.Page.ClickAsync("form[action$='/propose'] button");
        }

        return proposal;
    }

    /// <summary>A hand-off that waits for the supervisor as the second person; answers with the report's address.</summary>
    public async Task<string> ProposedHandOffAsync()
    {
        if (handOff is null)
        {
            await using var visit = await VisitAsync(Operator, 1280);
            var report = await StaffSteps.OpenNewestAsync(visit);
            await visit.StaffAsync(report + "/hand-off");
            await visit.Page.ChooseAsync("b-danger_to_life");
            await visit.Page.FillAsync("#Words", "Shkruan se ai ka armë në shtëpi dhe kthehet sonte.");
            await visit.Page.ChooseAsync("with-words");
            await visit.Page.SelectOptionAsync("#Desk", "PS_GJILAN");
            await visit.Page.ClickAsync("main form .button--primary");
            await visit.Page.WaitForSelectorAsync(".note--done");
            handOff = report;
        }

        return handOff;
    }

    /// <summary>A report of the helpline, of its own, of which the police got a copy by consent; answers with its address.</summary>
    public async Task<string> HandedOnAsync()
    {
        if (handed is null)
        {
            using var citizen = new CitizenApi(product.CitizenUrl);
            var report = await NewInQueueAsync(Operator, () => citizen.SendAsync(new Dictionary<string, string> { ["text"] = "Dua këshillë për një mikeshë.", ["helplineOnly"] = "true", ["language"] = "sq" }));
            copy = await NewInQueueAsync(Officer, async () =>
            {
                await using var visit = await VisitAsync(Operator, 1280);
                await visit.StaffAsync(report + "/hand-off");
                await visit.Page.ChooseAsync("b-consent");
                await visit.Page.FillAsync("#Words", "E tha vetë në bisedë.");
                await visit.Page.ChooseAsync("with-words");
                await visit.Page.SelectOptionAsync("#Desk", "PS_GJILAN");
                await visit.Page.ClickAsync("main form .button--primary");
                await visit.Page.ClickAsync("main form .button--danger");
                await visit.Page.WaitForSelectorAsync(".note--done");
            });
            handed = report;
        }

        return handed!;
    }

    /// <summary>The copy of it that the station got; answers with its address.</summary>
    public async Task<string> CopyAsync()
    {
        await HandedOnAsync();
        return copy!;
    }

    /// <summary>That copy, passed on by the station and sent back by the national desk with a note; answers with its address.</summary>
    public async Task<string> SentBackAsync()
    {
        if (sentBack is null)
        {
            var report = await CopyAsync();
            await using (var station = await VisitAsync(Officer, 1280))
            {
                await PassOnAsync(station, report);
            }

            await using var national = await VisitAsync(National, 1280);
            await national.StaffAsync(report + "/send-back");
            await national.Page.FillAsync("#Words", "Vendi i ngjarjes është te ju: rruga e shkollës, jo qendra.");
            await national.Page.ClickAsync("main form .button--primary");
            await national.Page.WaitForSelectorAsync(".note--done");
            sentBack = report;
        }

        return sentBack;
    }

    /// <summary>A report that the station passed to the national desk: any but the one that other pages show; answers with its address.</summary>
    public async Task<string> PassedOnAsync(string notThis)
    {
        if (passedOn is null)
        {
            await using var visit = await VisitAsync(Officer, 1280);
            await visit.StaffAsync("/queue");
            var report = await visit.Page.Locator($"a.open:not([href='{notThis}'])").First.GetAttributeAsync("href");
            await PassOnAsync(visit, report!);
            passedOn = report;
        }

        return passedOn!;
    }

    /// <summary>A version that one author wrote and another put in force; answers with its address. Before any other draft: those follow it.</summary>
    public async Task<string> VersionAsync()
    {
        if (!changed)
        {
            changed = true;
            var draft = await DraftAsync("Mjedisi: më shumë te rajoni", text => text.Replace("\"id\": \"environment\", \"category\": \"environment\", \"unit\": \"PS\"", "\"id\": \"environment\", \"category\": \"environment\", \"unit\": \"RIS\"", StringComparison.Ordinal));
            foreach (var (author, step) in new[] { (RuleAuthor, "propose"), (SecondAuthor, "activate") })
            {
                await using var visit = await VisitAsync(author, 1280);
                await visit.StaffAsync(draft);
                await visit.Page.ClickAsync($"form[action$='/{step}'] button");
                await visit.Page.WaitForSelectorAsync(".note--done");
            }
        }

        return "/rules/versions/1";
    }

    /// <summary>Rules with a fault in them.</summary>
    public async Task<string> FaultyRulesAsync()
        => faulty ??= await DraftAsync("Provë", text => text.Replace("\"otherwise\": \"drugs\"", "\"otherwise\": \"drogs\"", StringComparison.Ordinal));

    /// <summary>Rules of which two rules were changed, still being written.</summary>
    public async Task<string> WritingRulesAsync()
        => writing ??= await DraftAsync("Droga në rrugë", text => text.Replace("\"unit\": \"CYBER\"", "\"unit\": \"DOC\"", StringComparison.Ordinal)
            .Replace("[\"street_sale\"]", "[\"street_sale\", \"recent\"]", StringComparison.Ordinal));

    /// <summary>A name nobody has yet.</summary>
    public string NewName() => $"officer.pages-{++names}";

    /// <summary>An invitation that waits to be opened; used again until somebody finishes it.</summary>
    public async Task<string> InvitationAsync() => invitation ??= await InviteAsync("officer.invited", "officer");

    private static async Task PassOnAsync(Visit visit, string report)
    {
        await visit.StaffAsync(report + "/pass-on");
        await visit.Page.SelectOptionAsync("#Desk", "DESK");
        await visit.Page.ClickAsync("main form .button--primary");
        await visit.Page.WaitForSelectorAsync(".note--done");
    }

    /// <summary>What stands in a member's queue after something was done and did not before: other tests' reports are never taken for it.</summary>
    private async Task<string> NewInQueueAsync(string account, Func<Task> done)
    {
        await using var visit = await VisitAsync(account, 1280);
        var before = await QueueAsync();
        await done();
        string? found = null;
        await Wait.UntilAsync(async () => (found = (await QueueAsync()).Except(before).FirstOrDefault()) is not null, "a new report in the queue of " + account);
        return found!;

        async Task<string[]> QueueAsync()
        {
            await visit.StaffAsync("/queue");
            return await visit.Page.EvalOnSelectorAllAsync<string[]>("a.open", "links => links.map(link => link.getAttribute('href'))");
        }
    }

    private async Task<string> DraftAsync(string purpose, Func<string, string> change)
    {
        await VersionAsync();
        await using var visit = await VisitAsync(RuleAuthor, 1280);
        await visit.StaffAsync("/rules");
        await visit.Page.ClickAsync("form[action='/rules/begin'] button");
        var address = new Uri(visit.Page.Url).AbsolutePath;
        await visit.Page.FillAsync("#Purpose", purpose);
        await visit.Page.ClickAsync("main form .button--primary");
        await visit.Page.ClickAsync("#expert > summary");
        var (before, after) = await visit.Page.InputValueAsync("#Text") is var text ? (text, change(text)) : default;
        Assert.NotEqual(before, after);
        await visit.Page.FillAsync("#Text", after);
        await visit.Page.ClickAsync("#expert form .button");
        return address;
    }

    /// <summary>The demonstration has no auditor: one is invited and enrols in the browser.</summary>
    private async Task EnrolAsync(Visit visit)
    {
        var secret = await InviteAsync(Auditor, "auditor");
        var account = await StaffSteps.EnrolAsync(visit, secret);
        await StaffSteps.SignInAsync(visit, account with { User = Auditor }, later: true);
    }
}
