using System.Text.RegularExpressions;
using ReportingService.StaffConsole.Access;
using ReportingService.TestKit.Running;

namespace ReportingService.SystemTests.Attacks;

/// <summary>Threat: an officer walks every route with ids of other desks' reports to learn which exist.</summary>
[Collection(AttackedProduct.Together)]
public sealed partial class StrangerTests(AttackedProduct attacked)
{
    [Fact]
    public async Task EveryRoute_WithIdsOfOthers_AnswersAsIfTheyDidNotExist()
    {
        var stranger = await attacked.StaffAsync("officer.prizren");
        await using var feed = await stranger.ListenAsync("/queue/events");
        await feed.NextAsync(TimeSpan.FromSeconds(60));
        var photo = await attacked.PhotoAsync();
        List<Guid> others = [];
        foreach (var more in Others())
        {
            others.Add((await attacked.ReportAsync(more: more, files: [("a.jpg", "image/jpeg", photo)])).Id);
        }

        List<string> told = [];
        foreach (var report in others)
        {
            told.AddRange(await DifferencesAsync(stranger, report));
        }

        Assert.Empty(told);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => feed.NextAsync(TimeSpan.FromSeconds(2)));

        // The control: the same walk by a member of the desk finds differences, and the same stream says that something came.
        var member = await attacked.StaffAsync("officer.ps-gjilan");
        Assert.NotEmpty(await DifferencesAsync(member, others[0], readOnly: true));
        await using var own = await member.ListenAsync("/queue/events");
        await own.NextAsync(TimeSpan.FromSeconds(60));
        await attacked.ReportAsync();
        await own.NextAsync(TimeSpan.FromSeconds(60));
    }

    private static IEnumerable<Dictionary<string, string>> Others() =>
    [
        new() { ["category"] = "theft" },
        new() { ["aboutPolice"] = "true", ["concernedUnit"] = "PS_GJILAN" },
        new() { ["helplineOnly"] = "true", ["victim"] = "true" },
    ];

    /// <summary>Asks every route once with ids of the report and once with ids of nothing; what differs in status, body or headers is told.</summary>
    private async Task<List<string>> DifferencesAsync(OfficerBrowser browser, Guid report, bool readOnly = false)
    {
        var item = await attacked.IdAsync("SELECT Id FROM CaseItems WHERE CaseId = $0 AND Kind = 'media'", report);
        var token = await browser.TokenAsync("/account");
        List<string> differences = [];
        foreach (var rule in AccessMatrix.Rules.Where(rule => rule.Route.Contains("{id}", StringComparison.Ordinal)))
        {
            foreach (var method in rule.Methods.Split(' ').Where(method => !readOnly || method == "GET"))
            {
                var asked = await AskAsync(browser, method, rule.Route, report, item, token);
                var missing = await AskAsync(browser, method, rule.Route, Guid.NewGuid(), Guid.NewGuid(), token);
                if (asked != missing)
                {
                    differences.Add($"{method} {rule.Route}: {asked} but {missing}");
                }
            }
        }

        return differences;
    }

    private static async Task<string> AskAsync(OfficerBrowser browser, string method, string route, Guid report, Guid item, string token)
    {
        var path = "/" + route.Replace("{id}", report.ToString("N"), StringComparison.Ordinal).Replace("{item}", item.ToString("N"), StringComparison.Ordinal);
        var form = new Dictionary<string, string>
        {
            ["__RequestVerificationToken"] = token,
            ["Desk"] = "PS_PRIZREN",
            ["Words"] = "a",
            ["Reason"] = "other",
            ["Outcome"] = "acted",
        };
        var answer = await browser.AskAsync(new HttpMethod(method), path, method == "POST" ? form : null);
        var body = Token().Replace(answer.Body, "").Replace(report.ToString("N"), "ID", StringComparison.Ordinal).Replace(item.ToString("N"), "ITEM", StringComparison.Ordinal);
        return $"{answer.Status} {Date().Replace(answer.Headers, "")} {body}";
    }

    [GeneratedRegex("name=\"__RequestVerificationToken\"[^>]*>")]
    private static partial Regex Token();

    [GeneratedRegex("Date: [^\r\n]*")]
    private static partial Regex Date();
}
