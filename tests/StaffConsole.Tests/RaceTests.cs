using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using ReportingService.Core.Routing;
using ReportingService.Data;
using ReportingService.Sealing;
using ReportingService.StaffConsole.Access;
using ReportingService.StaffConsole.AddNote;
using ReportingService.StaffConsole.CaseWork;
using ReportingService.StaffConsole.GrantAccess;
using ReportingService.StaffConsole.HandOffReport;
using ReportingService.StaffConsole.Keys;
using ReportingService.StaffConsole.OpenReport;
using ReportingService.StaffConsole.Tests.Running;

namespace ReportingService.StaffConsole.Tests;

/// <summary>Something happens between what a step read and what it writes.</summary>
public sealed class RaceTests(RunningConsole console) : IClassFixture<RunningConsole>, IDisposable
{
    private readonly IServiceScope scope = console.Services.CreateScope();

    [Fact]
    public async Task Move_TheReporterNamesTheDeskMeanwhile_ItGetsNoKey()
    {
        var report = await TestReport.ArriveAsync(console, "PS_GJILAN", "Gara.");
        var (user, access) = await WhoAsync("officer.gjilan", report);
        var move = new ReportMove(
            Of<CaseKeyOpener>(), Of<ReportReader>(), Of<VerifiedDesks>(), Of<ReadyDesks>(), ChangeAfter(() => report.ExcludeLaterAsync("DESK")),
            Of<Audit>(), Of<RoutingData>(), Of<Trust>(), console.Clock);
        Assert.Equal(MoveOutcome.Nowhere, await move.ToFirstAsync(user, access, ["DESK"], "report_passed_on", "passed_on", null, CancellationToken.None));
        Assert.Equal("PS_GJILAN", (await report.RowAsync()).HolderDesk);
        Assert.Equal(404, (await (await console["supervisor.national"].BrowserAsync()).GetAsync(report.Path)).Status);

        // The control: nobody is named, and it is moved.
        Assert.Equal("RPD_GJILAN", (await move.ToFirstAsync(user, access, ["RPD_GJILAN"], "report_passed_on", "passed_on", null, CancellationToken.None)).Desk);
    }

    [Theory]
    [InlineData("PS_FERIZAJ", AccessGiven.Refused)]
    [InlineData("DESK", AccessGiven.Given)]
    public async Task GrantAccess_TheReporterNamesADeskMeanwhile_ItIsLookedAtAgain(string named, AccessGiven outcome)
    {
        var report = await TestReport.ArriveAsync(console, "PS_GJILAN", "Gara e katërt.", told: ["PS_FERIZAJ"]);
        await (await console["officer.ferizaj"].BrowserAsync()).SubmitAsync("/notices", $"/notices/{report.Id}/ask", ("Desk", "PS_FERIZAJ"));
        var (user, access) = await WhoAsync("officer.gjilan", report);
        var answers = new AccessAnswers(Of<CaseKeyOpener>(), Of<ReportReader>(), Of<ReportMove>(), Of<VerifiedDesks>(), ChangeAfter(() => report.ExcludeLaterAsync(named)), Of<Audit>(), Of<Outbox>());
        Assert.Equal(outcome, await answers.GrantAsync(user, access, "PS_FERIZAJ", CancellationToken.None));
        Assert.Equal(outcome == AccessGiven.Given ? 200 : 404, (await (await console["officer.ferizaj"].BrowserAsync()).GetAsync(report.Path)).Status);
    }

    [Fact]
    public async Task HandOff_TheReporterNamesTheDeskMeanwhile_NoCopyLeaves()
    {
        var report = await TestReport.ArriveAsync(console, "HELPLINE", "Gara e dytë.");
        var (first, access) = await WhoAsync("operator.helpline", report);
        var terms = new HandOffTerms("child", "PS_FERIZAJ", true, [], first.AccountId);
        var press = new HandOffPress(0, 0, false, true);
        Assert.Equal(HandOffOutcome.WaitsForSecondPerson, await HandOff(Of<CaseChange>()).ProposeAsync(first, access, terms, "arsye", press, CancellationToken.None));
        await using var db = await console.ReadAsync();
        var item = (await db.HandOffProposals.SingleAsync(proposal => proposal.CaseId == report.Id.Value)).ItemId;
        var (second, theirs) = await WhoAsync("supervisor.helpline", report);
        var confirming = HandOff(ChangeAfter(() => report.ExcludeLaterAsync("PS_FERIZAJ")));
        Assert.Equal(HandOffOutcome.NotAllowed, await confirming.ConfirmAsync(second, theirs, item, 0, CancellationToken.None));
        Assert.DoesNotContain("handed_off", await report.AuditActionsAsync());
    }

    [Fact]
    public async Task HandOff_AnotherWithholdsTheDeskMeanwhile_NoCopyLeaves()
    {
        var report = await TestReport.ArriveAsync(console, "HELPLINE", "Gara e tretë.");
        var (first, access) = await WhoAsync("operator.helpline", report);
        var (second, theirs) = await WhoAsync("supervisor.helpline", report);
        var press = new HandOffPress(0, 0, false, true);
        var limited = new HandOffTerms("consent", "PS_GJILAN", true, [], second.AccountId, ["PS_FERIZAJ"]);
        var raced = HandOff(ChangeAfter(async () => Assert.Equal(
            HandOffOutcome.HandedOff, await HandOff(Of<CaseChange>()).ProposeAsync(second, theirs, limited, "Po.", press, CancellationToken.None))));
        var terms = new HandOffTerms("consent", "PS_FERIZAJ", true, [], first.AccountId);
        Assert.Equal(HandOffOutcome.DeskNotAllowed, await raced.ProposeAsync(first, access, terms, "Po.", press, CancellationToken.None));
        Assert.Single(await report.AuditActionsAsync(), action => action == "handed_off");
    }

    [Fact]
    public async Task Admit_TheKeyIsRenewedMeanwhile_TheNewcomerGoesOnWaiting()
    {
        await using var own = new RunningConsole();
        await own.InitializeAsync();
        using var services = own.Services.CreateScope();
        T Its<T>()
            where T : notnull => services.ServiceProvider.GetRequiredService<T>();
        var newcomer = await own.NewPersonAsync("officer3.gjilan", AccountRole.Officer, "PS_GJILAN");
        Guid[] both = [own["officer.gjilan"].Id, own["officer2.gjilan"].Id];
        var fingerprint = KeyFingerprint.Of(newcomer.Unlocked.UseKey(key => key.Public));
        DeskAdmission Admission(IDatabaseWriter writer) => new(Its<IDbContextFactory<ReportingDb>>(), writer, Its<Audit>(), Its<DeskKeyOpener>(), Its<Trust>());
        var raced = new Raced(own.Writer, async () => Assert.True(await Its<DeskKeyRenewal>().RotateAsync("PS_GJILAN", own["officer2.gjilan"].Unlocked, both, CancellationToken.None)));
        Assert.False(await Admission(raced).AdmitAsync("PS_GJILAN", own["officer.gjilan"].Unlocked, newcomer.Id, fingerprint, CancellationToken.None));
        await using var db = await own.ReadAsync();
        Assert.Empty(await db.UnitKeyGrants.Where(grant => grant.AccountId == newcomer.Id).ToListAsync());
        var name = newcomer.Id.ToString("N");
        Assert.False(await db.AuditEntries.AnyAsync(entry => entry.Action == "member_admitted" && entry.Detail == name));

        // Admitted again, with the new key as well.
        Assert.True(await Admission(own.Writer).AdmitAsync("PS_GJILAN", own["officer.gjilan"].Unlocked, newcomer.Id, fingerprint, CancellationToken.None));
        Assert.Equal([1, 2], await db.UnitKeyGrants.Where(grant => grant.AccountId == newcomer.Id).Select(grant => grant.Epoch).OrderBy(epoch => epoch).ToListAsync());
    }

    [Fact]
    public async Task Admit_TheAccountIsDisabledMeanwhile_IsRefused()
    {
        var newcomer = await console.NewPersonAsync("officer4.gjilan", AccountRole.Officer, "PS_GJILAN");
        var raced = new Raced(console.Writer, () => console.Writer.WriteAsync(
            async (db, ct) => (await db.Accounts.SingleAsync(account => account.Id == newcomer.Id, ct)).State = AccountState.Suspended, CancellationToken.None));
        var admission = new DeskAdmission(Of<IDbContextFactory<ReportingDb>>(), raced, Of<Audit>(), Of<DeskKeyOpener>(), Of<Trust>());
        Assert.False(await admission.AdmitAsync(
            "PS_GJILAN", console["officer.gjilan"].Unlocked, newcomer.Id, KeyFingerprint.Of(newcomer.Unlocked.UseKey(key => key.Public)), CancellationToken.None));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Anew_AMemberIsRemovedOrDisabledMeanwhile_NobodyGetsTheKey(bool disabled)
    {
        await using var own = new RunningConsole();
        await own.InitializeAsync();
        own.Clock.Advance(TimeSpan.FromDays(370));
        using var services = own.Services.CreateScope();
        T Its<T>()
            where T : notnull => services.ServiceProvider.GetRequiredService<T>();
        Guid[] both = [own["officer.gjilan"].Id, own["officer2.gjilan"].Id];
        var raced = new Raced(own.Writer, () => LeaveAsync(own, both[1], "PS_GJILAN", disabled));
        DeskKeyAnew Anew(IDatabaseWriter writer) => new(
            Its<IDbContextFactory<ReportingDb>>(), writer, Its<Audit>(), Its<MemberProof>(), Its<RoutingData>(), Its<Trust>(), Its<VerifiedDeskKeys>(), own.Clock);
        Assert.False(await Anew(raced).MakeAsync("PS_GJILAN", own["officer.gjilan"].Unlocked, both, CancellationToken.None));
        await using var db = await own.ReadAsync();
        Assert.False(await db.UnitKeys.AnyAsync(key => key.Desk == "PS_GJILAN" && key.Epoch == 2));
        Assert.False(await db.AuditEntries.AnyAsync(entry => entry.Action == DeskKeyMaker.Made && entry.Subject == "PS_GJILAN" && entry.Detail == "epoch=2"));

        // The control: confirmed anew without them, it is made.
        Assert.True(await Anew(own.Writer).MakeAsync("PS_GJILAN", own["officer.gjilan"].Unlocked, both[..1], CancellationToken.None));
    }

    [Theory]
    [InlineData("officer.first", false)]
    [InlineData("officer.other", true)]
    public async Task MakeFirst_ItsMakerIsRemovedOrDisabledMeanwhile_NoKeyIsMade(string name, bool disabled)
    {
        var person = await console.NewPersonAsync(name, AccountRole.Officer, "PS_PRIZREN");
        var raced = new Raced(console.Writer, () => LeaveAsync(console, person.Id, "PS_PRIZREN", disabled));
        var maker = new DeskKeyMaker(raced, Of<Audit>(), Of<RoutingData>(), Of<Trust>(), console.Clock);
        Assert.Null(await maker.MakeFirstAsync("PS_PRIZREN", person.Unlocked, CancellationToken.None));
        await using var db = await console.ReadAsync();
        Assert.False(await db.UnitKeys.AnyAsync(key => key.Desk == "PS_PRIZREN"));
        Assert.False(await db.Memberships.AnyAsync(row => row.AccountId == person.Id && row.State == MembershipState.Active));
    }

    public void Dispose() => scope.Dispose();

    private static Task LeaveAsync(RunningConsole console, Guid account, string desk, bool disabled) => console.Writer.WriteAsync(
        async (db, ct) =>
        {
            if (disabled)
            {
                (await db.Accounts.SingleAsync(row => row.Id == account, ct)).State = AccountState.Suspended;
                return;
            }

            (await db.Memberships.SingleAsync(row => row.AccountId == account && row.Desk == desk, ct)).State = MembershipState.Removed;
            await db.UnitKeyGrants.Where(grant => grant.AccountId == account && grant.Desk == desk).ExecuteDeleteAsync(ct);
        },
        CancellationToken.None);

    private T Of<T>()
        where T : notnull => scope.ServiceProvider.GetRequiredService<T>();

    private CaseChange ChangeAfter(Func<Task> race) => new(new Raced(console.Writer, race), Of<Outbox>(), console.Clock);

    private HandOffHandler HandOff(CaseChange changes) => new(
        Of<CaseKeyOpener>(), Of<ReportReader>(), Of<NoteSealer>(), Of<PoliceCopy>(), Of<FinishedHandOffs>(), Of<VerifiedDesks>(), changes, Of<Audit>(), Of<Outbox>(),
        Of<IDbContextFactory<ReportingDb>>(), Of<RoutingData>());

    private async Task<(StaffUser User, ReportAccess Access)> WhoAsync(string name, TestReport report)
    {
        await using var db = await console.ReadAsync();
        var user = (await Of<AccountStanding>().OfAsync(console[name].Unlocked, db, CancellationToken.None))!;
        return (user, (await ReportAccess.OfAsync(db, user, report.Id, CancellationToken.None))!);
    }

    /// <summary>Lets something happen once, right before the first transaction.</summary>
    private sealed class Raced(IDatabaseWriter inner, Func<Task> race) : IDatabaseWriter
    {
        private bool done;

        public async Task<T> WriteAsync<T>(Func<ReportingDb, CancellationToken, Task<T>> work, CancellationToken cancellationToken)
        {
            if (!done)
            {
                done = true;
                await race();
            }

            return await inner.WriteAsync(work, cancellationToken);
        }
    }
}
