using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using ReportingService.Data;
using ReportingService.StaffConsole.Access;
using ReportingService.StaffConsole.Tests.Running;
using ReportingService.TestKit;
using ReportingService.TestKit.Running;

namespace ReportingService.StaffConsole.Tests;

public sealed class AccessTests(RunningConsole console) : IClassFixture<RunningConsole>
{
    private static readonly string[] People =
    [
        "officer.gjilan", "officer2.gjilan", "officer.ferizaj", "officer.region", "supervisor.national", "inspector.pik", "operator.helpline",
        "supervisor.helpline", "administrator.test", "auditor.test", "author.rules",
    ];

    [Fact]
    public void Endpoints_All_StandInTheMatrix()
    {
        var routes = Endpoints();
        Assert.True(routes.Count > 30);
        Assert.All(routes, route => Assert.Contains(AccessMatrix.Rules, rule => Same(rule.Route, route)));
        Assert.All(AccessMatrix.Rules, rule => Assert.Contains(routes, route => Same(rule.Route, route)));
    }

    [Fact]
    public void AdministratorAndAuditor_NoRuleLeadsToAReport()
        => Assert.DoesNotContain(
            AccessMatrix.Rules,
            rule => (rule.Route.StartsWith("reports", StringComparison.Ordinal) || rule.Route.StartsWith("queue", StringComparison.Ordinal) || rule.Route.StartsWith("notices", StringComparison.Ordinal))
                && (rule.Roles & (Roles.Administrator | Roles.Auditor | Roles.RuleAuthor | Roles.Anyone)) != 0);

    [Fact]
    public void ReportRoutes_All_NameTheirObject()
        => Assert.All(
            AccessMatrix.Rules.Where(rule => rule.Route.StartsWith("reports/{id}", StringComparison.Ordinal)),
            rule => Assert.True(rule.Reach is Reach.ReadableReport or Reach.HeldReport));

    /// <summary>Every route of the matrix, asked by everybody, for a report of Gjilan: who is neither in the role nor at the desk gets what a stranger gets.</summary>
    [Fact]
    public async Task EveryRoute_EveryRole_OwnAndOtherDesk()
    {
        using var folder = new TestFolder();
        var report = await TestReport.ArriveAsync(console, "PS_GJILAN", "Vetëm për Gjilanin.", file: await PlantedMedia.VideoAsync(folder, indexFirst: true));
        var draft = await ProposedAsync();
        var wrong = new List<string>();
        foreach (var name in People)
        {
            var browser = await console[name].BrowserAsync();
            var role = RolesOfAccount.Of(console[name].Role);
            foreach (var rule in AccessMatrix.Rules.Where(rule => rule.Covers("GET") && rule.Route is not ("queue/events" or "assets/{name}" or "sign-in" or "refused/{status:int}")))
            {
                var path = "/" + rule.Route.Replace("{id}", report.Id.ToString(), StringComparison.Ordinal).Replace("{item}", report.FileItem.ToString("N"), StringComparison.Ordinal)
                    .Replace("{desk}", "PS_GJILAN", StringComparison.Ordinal).Replace("{account}", console["officer.gjilan"].Id.ToString("N"), StringComparison.Ordinal)
                    .Replace("{draft}", draft, StringComparison.Ordinal).Replace("{number:int}", "0", StringComparison.Ordinal)
                    .Replace("{place}", "1", StringComparison.Ordinal);
                var answer = await browser.GetAsync(path);
                var atDesk = name is "officer.gjilan" or "officer2.gjilan";
                // Reports in quarantine are put right at its own desk and nowhere else.
                if (rule.Route == "reports/{id}/not-spam")
                {
                    Assert.Equal(404, answer.Status);
                    continue;
                }

                var may = ((rule.Roles & role) != 0 || rule.Roles == Roles.Anyone) && (rule.Reach == Reach.None || atDesk);
                if (may != (answer.Status is 200 or 204 or 302) || (!may && (answer.Status != 404 || answer.Text.Contains("Gjilan", StringComparison.Ordinal))))
                {
                    wrong.Add($"{name} GET {path}: {answer.Status}");
                }
            }
        }

        Assert.Empty(wrong);
    }

    [Fact]
    public async Task EveryPost_OtherDeskAndWrongRole_ChangesNothing()
    {
        var report = await TestReport.ArriveAsync(console, "PS_GJILAN", "Askush tjetër.", told: ["PS_FERIZAJ"]);
        var wrong = new List<string>();
        foreach (var name in People.Where(name => !name.EndsWith(".gjilan", StringComparison.Ordinal)))
        {
            var browser = await console[name].BrowserAsync();
            foreach (var rule in AccessMatrix.Rules.Where(rule => rule.Covers("POST") && rule.Reach != Reach.None))
            {
                var path = "/" + rule.Route.Replace("{id}", report.Id.ToString(), StringComparison.Ordinal).Replace("{desk}", "PS_GJILAN", StringComparison.Ordinal);
                var answer = await browser.SubmitAsync("/account", path, ("Words", "x"), ("Reason", "family"), ("Desk", "PS_FERIZAJ"), ("Outcome", "acted"));
                if (answer.Status != 404)
                {
                    wrong.Add($"{name} POST {path}: {answer.Status}");
                }
            }
        }

        Assert.Empty(wrong);
        Assert.Empty(await report.AuditActionsAsync());
        Assert.Equal(0, (await report.RowAsync()).Version);
    }

    [Fact]
    public async Task EveryRoute_NotSignedIn_LeadsToSignIn()
    {
        using var browser = new Browser(console.Address);
        foreach (var rule in AccessMatrix.Rules.Where(rule => !rule.Roles.HasFlag(Roles.Anyone) && rule.Covers("GET")))
        {
            var answer = await browser.GetAsync("/" + rule.Route.Replace("{id}", Guid.NewGuid().ToString("N"), StringComparison.Ordinal).Replace("{number:int}", "0", StringComparison.Ordinal));
            Assert.Equal(302, answer.Status);
            Assert.StartsWith("/sign-in", answer.Location, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task RemovedMember_SameSession_ReadsNothingAtOnce()
    {
        var person = await console.NewPersonAsync("officer.leaving", AccountRole.Officer, "PS_FERIZAJ");
        await console.AdmitAsync(person.UserName, "PS_FERIZAJ", "officer.ferizaj");
        var report = await TestReport.ArriveAsync(console, "PS_FERIZAJ", "Para largimit.");
        var browser = await person.BrowserAsync();
        Assert.Equal(200, (await browser.GetAsync(report.Path)).Status);
        var administrator = await console["administrator.test"].BrowserAsync();
        var account = "/accounts/" + person.Id.ToString("N");
        Assert.Equal(200, (await administrator.SubmitAsync(account, account + "?handler=RemoveDesk", ("Desk", "PS_FERIZAJ"), ("Sure", "true"))).Status);
        Assert.Equal(404, (await browser.GetAsync(report.Path)).Status);
        Assert.Equal(200, (await administrator.SubmitAsync(account, account + "?handler=Disable", ("Sure", "true"))).Status);
        Assert.StartsWith("/sign-in", (await browser.GetAsync("/queue")).Location, StringComparison.Ordinal);
    }

    [Fact]
    public async Task EveryAnswer_AnyStatus_CarriesTheSecurityHeaders()
    {
        using var stranger = new Browser(console.Address);
        var officer = await console["officer.gjilan"].BrowserAsync();
        Answer[] answers =
        [
            await stranger.GetAsync("/sign-in"), await stranger.GetAsync("/queue"), await stranger.GetAsync("/nowhere"), await stranger.PostAsync("/sign-in"),
            await officer.GetAsync("/queue"), await officer.GetAsync("/accounts"), await officer.GetAsync("/reports/" + Guid.NewGuid().ToString("N")),
        ];
        Assert.All(answers, answer =>
        {
            var policy = answer.Header("Content-Security-Policy")!;
            Assert.StartsWith("default-src 'none'", policy, StringComparison.Ordinal);
            Assert.DoesNotContain("unsafe", policy, StringComparison.Ordinal);
            Assert.Equal("no-store", answer.Header("Cache-Control"));
            Assert.Equal("nosniff", answer.Header("X-Content-Type-Options"));
            Assert.Equal("no-referrer", answer.Header("Referrer-Policy"));
        });
    }

    /// <summary>Proposed rules: what a rule author only writes is shown to nobody else.</summary>
    private async Task<string> ProposedAsync()
    {
        var id = Guid.NewGuid();
        await console.Writer.WriteAsync(
            (db, _) =>
            {
                db.RuleDrafts.Add(new RuleDraft { Id = id, AuthorId = console["author.rules"].Id, State = RuleDraftState.Proposed, Content = console.Routing.FirstRulesText, Follows = 0, ChangedAt = console.Clock.GetUtcNow() });
                return Task.CompletedTask;
            },
            CancellationToken.None);
        return id.ToString("N");
    }

    private List<string> Endpoints()
        => [.. console.Services.GetRequiredService<IEnumerable<EndpointDataSource>>().SelectMany(source => source.Endpoints).OfType<RouteEndpoint>().Select(endpoint => endpoint.RoutePattern.RawText ?? "").Distinct()];

    private static bool Same(string rule, string route) => string.Equals(rule, route.Trim('/'), StringComparison.OrdinalIgnoreCase);
}
