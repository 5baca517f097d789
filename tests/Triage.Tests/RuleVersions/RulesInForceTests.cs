using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using ReportingService.Core.Routing;
using ReportingService.Core.Vocabulary;
using ReportingService.Data;
using ReportingService.Sealing;
using ReportingService.TestKit;

namespace ReportingService.Triage.Tests.RuleVersions;

public sealed class RulesInForceTests(PostgresServer postgres)
{
    [Theory]
    [InlineData("sqlite")]
    [InlineData("postgres")]
    public async Task Activated_WhileRunning_TheNextReportFollowsItWithoutARestart(string engine)
    {
        var reports = engine == "postgres" ? await postgres.ConnectionStringAsync("t" + Guid.NewGuid().ToString("N")) : null;
        await using var world = await TriageWorld.CreateAsync(reports, new() { ["Rules:LookSeconds"] = "0.1" });
        using var staff = new SigningStaff(world);
        var (heritage, crimes) = (await world.OpenDeskAsync("CRSSU"), await world.OpenDeskAsync("WCI"));
        await world.StartAsync();
        var ruins = SomeLabels.Theft() with { Category = Category.CulturalHeritage };
        var first = await world.SubmitAsync(ruins);
        await world.UntilRoutedAsync(first, 60);

        await StoreAsync(world, staff.Sign(1, SigningStaff.Rules()));
        await Wait.UntilAsync(() => Rules(world).Number == 1, "the first rules are in force");
        var second = await world.SubmitAsync(ruins);
        await world.UntilRoutedAsync(second, 60);

        Assert.Equal("CRSSU", (await world.OpenDecisionAsync(first, heritage)).Desk);
        var decision = await world.OpenDecisionAsync(second, crimes);
        Assert.Equal("WCI", decision.Desk);
        Assert.EndsWith("+1", decision.RuleVersion, StringComparison.Ordinal);
        Assert.Equal("CRSSU", (await world.CaseAsync(first.Id))!.HolderDesk);
    }

    /// <summary>Threat: somebody who writes to the database changes the routing. Each forgery is refused and on record; the same rows unforged are used.</summary>
    [Theory]
    [InlineData("text", RuleRefusal.BadSignature)]
    [InlineData("author", RuleRefusal.BadSignature)]
    [InlineData("second", RuleRefusal.BadSignature)]
    [InlineData("stranger", RuleRefusal.UnknownSigner)]
    [InlineData("alone", RuleRefusal.OnePerson)]
    [InlineData("number", RuleRefusal.BrokenChain)]
    [InlineData("unsigned", RuleRefusal.BadSignature)]
    [InlineData("nonsense", RuleRefusal.UnknownSigner)]
    [InlineData("surrogate", RuleRefusal.NotRules)]
    [InlineData("bytes", RuleRefusal.NotRules)]
    public async Task Forged_InTheDatabase_RefusedAndTheLastGoodOneStays(string how, RuleRefusal reason)
    {
        await using var world = await TriageWorld.CreateAsync();
        using var staff = new SigningStaff(world);
        var good = staff.Sign(1, SigningStaff.Rules());
        var stranger = staff.NewPerson(vouched: false);
        var forged = how switch
        {
            "text" => Copy(good, content: System.Text.Encoding.UTF8.GetBytes(SigningStaff.Rules("\"unit\": \"CRSSU\"", "\"unit\": \"DIA\""))),
            "author" => Copy(good, author: staff.Sign(1, SigningStaff.Rules("\"unit\": \"CRSSU\"", "\"unit\": \"DIA\"")).AuthorSignature),
            "second" => Copy(good, activator: staff.Sign(1, SigningStaff.Rules("\"unit\": \"CRSSU\"", "\"unit\": \"DIA\"")).ActivatorSignature),
            "stranger" => staff.Sign(1, SigningStaff.Rules(), stranger),
            "alone" => staff.Sign(1, SigningStaff.Rules(), staff.Author),
            "number" => staff.Sign(2, SigningStaff.Rules()),
            "surrogate" => Copy(good, content: "{\"version\": \"\\ud800\"}"u8.ToArray()),
            "bytes" => Copy(good, content: [.. "{\"version\": \""u8, 0xff, .. "\"}"u8]),
            "unsigned" => Copy(good, author: new byte[64], activator: new byte[64]),
            _ => Copy(good, record: new byte[7]),
        };
        await StoreAsync(world, forged);

        await Rules(world).LookAsync(TriageWorld.Stop);
        await Rules(world).LookAsync(TriageWorld.Stop);

        Assert.Equal(new RefusedRules(forged.Number, reason), Rules(world).Refused);
        Assert.Equal(0, Rules(world).Number);
        Assert.Equal("CRSSU", HeritageGoesTo(world));
        await using (var db = world.Read())
        {
            // Once, however often it is looked at.
            Assert.Equal(Codes.Of(reason), (await db.AuditEntries.SingleAsync(entry => entry.Action == "rules_refused", TriageWorld.Stop)).Detail);
        }

        await RemoveAsync(world, forged.Number);
        await StoreAsync(world, good);
        await Rules(world).LookAsync(TriageWorld.Stop);

        Assert.Null(Rules(world).Refused);
        Assert.Equal((1, "WCI"), (Rules(world).Number, HeritageGoesTo(world)));
    }

    [Theory]
    [InlineData("\"base\": \"high\", \"urgent\": [\"injury\", \"in_custody\"", "\"base\": \"normal\", \"urgent\": [\"injury\", \"in_custody\"", true, false)]
    [InlineData("\"unit\": \"THBDI\", \"otherwise\": \"national\", \"alsoNotify\": [\"HELPLINE\"]", "\"unit\": \"WCI\", \"otherwise\": \"national\", \"alsoNotify\": [\"HELPLINE\"]", false, true)]
    public async Task TouchesABody_WithoutItsSignature_Refused(string good, string other, bool pik, bool helpline)
    {
        await using var world = await TriageWorld.CreateAsync();
        using var staff = new SigningStaff(world);
        var (inspectorate, line) = (await world.OpenDeskAsync("PIK"), await world.OpenDeskAsync("HELPLINE"));
        var rules = SigningStaff.Rules(good, other);

        foreach (var wrong in new[] { staff.Sign(1, rules), staff.Sign(1, rules, pik: helpline ? inspectorate : null, helpline: pik ? line : null) })
        {
            await StoreAsync(world, wrong);
            await Rules(world).LookAsync(TriageWorld.Stop);
            Assert.Equal(new RefusedRules(1, RuleRefusal.BodyMissing), Rules(world).Refused);
            await RemoveAsync(world, 1);
        }

        await StoreAsync(world, staff.Sign(1, rules, pik: pik ? inspectorate : null, helpline: helpline ? line : null));
        await Rules(world).LookAsync(TriageWorld.Stop);
        Assert.Equal(1, Rules(world).Number);
    }

    /// <summary>Threat: an older version, signed well in its time, is put back: by deleting the newer, by a new number, or while nobody runs.</summary>
    [Fact]
    public async Task Replayed_OlderVersion_NeverComesBackSilently()
    {
        var memory = Path.Combine(Path.GetTempPath(), $"rules-{Guid.NewGuid():N}");
        await using var world = await TriageWorld.CreateAsync(settings: new() { ["Rules:MemoryFile"] = memory });
        using var staff = new SigningStaff(world);
        var first = staff.Sign(1, SigningStaff.Rules());
        await StoreAsync(world, first);
        staff.Follow(first);
        var second = staff.Sign(2, SigningStaff.Rules("\"unit\": \"CRSSU\"", "\"unit\": \"DIA\""));
        await StoreAsync(world, second);
        await Rules(world).LookAsync(TriageWorld.Stop);
        Assert.Equal((2, "DIA"), (Rules(world).Number, HeritageGoesTo(world)));

        await StoreAsync(world, Copy(first, number: 3));
        await Rules(world).LookAsync(TriageWorld.Stop);
        Assert.Equal((2, "DIA", RuleRefusal.BadSignature), (Rules(world).Number, HeritageGoesTo(world), Rules(world).Refused?.Reason));

        await RemoveAsync(world, 3);
        await RemoveAsync(world, 2);
        await world.StopAsync();
        await world.RebuildAsync();
        await Rules(world).LookAsync(TriageWorld.Stop);
        Assert.Equal((2, "DIA", RuleRefusal.RolledBack), (Rules(world).Number, HeritageGoesTo(world), Rules(world).Refused?.Reason));

        // Positive control: a process that has seen nothing and has no memory begins with what the chain says.
        await StoreAsync(world, second);
        await world.StopAsync();
        File.Delete(memory);
        await world.RebuildAsync();
        await Rules(world).LookAsync(TriageWorld.Stop);
        Assert.Equal((2, "DIA", (RefusedRules?)null), (Rules(world).Number, HeritageGoesTo(world), Rules(world).Refused));
        File.Delete(memory);
    }

    /// <summary>Threat: the row of the version in force is altered, also where nobody signs it. Put back as it was, all is well again.</summary>
    [Theory]
    [InlineData("content")]
    [InlineData("purpose")]
    [InlineData("author")]
    [InlineData("time")]
    public async Task InForce_RowAltered_RefusedUntilItIsAsItWas(string what)
    {
        await using var world = await TriageWorld.CreateAsync();
        using var staff = new SigningStaff(world);
        var good = staff.Sign(1, SigningStaff.Rules());
        await StoreAsync(world, good);
        await Rules(world).LookAsync(TriageWorld.Stop);
        await Rules(world).LookAsync(TriageWorld.Stop);
        Assert.Equal((1, (RefusedRules?)null), (Rules(world).Number, Rules(world).Refused));

        await RemoveAsync(world, 1);
        await StoreAsync(world, what switch
        {
            "content" => Copy(good, content: System.Text.Encoding.UTF8.GetBytes(SigningStaff.Rules("\"unit\": \"CRSSU\"", "\"unit\": \"DIA\""))),
            "purpose" => Copy(good, purpose: "nga drejtori"),
            "author" => Copy(good, record: staff.NewPerson(vouched: true).Record.ToBytes()),
            _ => Copy(good, at: good.ActivatedAt.AddSeconds(-1)),
        });
        await Rules(world).LookAsync(TriageWorld.Stop);

        Assert.Equal((new RefusedRules(1, RuleRefusal.RolledBack), "WCI"), (Rules(world).Refused, HeritageGoesTo(world)));
        await RemoveAsync(world, 1);
        await StoreAsync(world, Copy(good));
        await Rules(world).LookAsync(TriageWorld.Stop);
        Assert.Null(Rules(world).Refused);
    }

    /// <summary>
    /// Threat: an author whose time has ended signs under an hour when it had not. A process that looked after that hour has not seen the
    /// version then; one that was not there takes it, for it cannot know.
    /// </summary>
    [Fact]
    public async Task BackDated_BehindALookThatDidNotShowIt_Refused()
    {
        await using var world = await TriageWorld.CreateAsync();
        using var staff = new SigningStaff(world);
        var (old, recent) = (staff.Sign(1, SigningStaff.Rules(), ago: TimeSpan.FromMinutes(11)), staff.Sign(1, SigningStaff.Rules(), ago: TimeSpan.FromMinutes(8)));
        await Rules(world).LookAsync(TriageWorld.Stop);
        Assert.Null(Rules(world).Refused);

        await StoreAsync(world, old);
        await Rules(world).LookAsync(TriageWorld.Stop);
        Assert.Equal((0, new RefusedRules(1, RuleRefusal.BrokenChain)), (Rules(world).Number, Rules(world).Refused));

        await RemoveAsync(world, 1);
        await StoreAsync(world, recent);
        await Rules(world).LookAsync(TriageWorld.Stop);
        Assert.Equal((1, (RefusedRules?)null), (Rules(world).Number, Rules(world).Refused));

        await RemoveAsync(world, 1);
        await StoreAsync(world, Copy(old));
        await world.RebuildAsync();
        await Rules(world).LookAsync(TriageWorld.Stop);
        Assert.Equal((1, (RefusedRules?)null), (Rules(world).Number, Rules(world).Refused));
    }

    private static RulesInForce Rules(TriageWorld world) => world.Services.GetRequiredService<RulesInForce>();

    private static string HeritageGoesTo(TriageWorld world)
    {
        var routing = world.Services.GetRequiredService<RoutingData>();
        return routing.Router.Route(SomeLabels.Theft() with { Category = Category.CulturalHeritage }, new DeskReadiness(routing.Desks.All.Select(desk => desk.Code).ToHashSet())).Desk;
    }

    private static Task StoreAsync(TriageWorld world, RuleVersion version) => world.Writer.WriteAsync(
        (db, _) =>
        {
            db.RuleVersions.Add(version);
            return Task.FromResult(true);
        },
        TriageWorld.Stop);

    private static Task RemoveAsync(TriageWorld world, int number)
        => world.Writer.WriteAsync((db, ct) => db.RuleVersions.Where(version => version.Number == number).ExecuteDeleteAsync(ct), TriageWorld.Stop);

    private static RuleVersion Copy(RuleVersion good, int? number = null, byte[]? content = null, byte[]? author = null, byte[]? activator = null, byte[]? record = null, string? purpose = null, DateTimeOffset? at = null) => new()
    {
        Number = number ?? good.Number,
        Content = content ?? good.Content,
        Purpose = purpose ?? good.Purpose,
        Author = record ?? good.Author,
        AuthorSignature = author ?? good.AuthorSignature,
        Activator = good.Activator,
        ActivatorSignature = activator ?? good.ActivatorSignature,
        ActivatedAt = at ?? good.ActivatedAt,
    };
}
