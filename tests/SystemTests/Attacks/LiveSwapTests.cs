using ReportingService.Core.Keys;
using ReportingService.SystemTests.Secrecy;
using ReportingService.TestKit.Running;

namespace ReportingService.SystemTests.Attacks;

/// <summary>Threat: somebody writes to the database of a running product. What they plant is refused, stands on record, and nothing is sealed to it.</summary>
[Collection(AttackedProduct.Together)]
public sealed class LiveSwapTests(AttackedProduct attacked)
{
    private const string ThisOfficer = "UserName = 'officer.ps-gjilan'";

    [Theory]
    [InlineData("HELPLINE", KeyDomain.Helpline, "operator.helpline")]
    [InlineData("PS_GJILAN", KeyDomain.Police, "officer.ps-gjilan")]
    public async Task DeskKey_ReplacedInItsRow_NothingIsSealedToIt(string desk, KeyDomain domain, string member)
    {
        var more = domain == KeyDomain.Helpline ? new Dictionary<string, string> { ["helplineOnly"] = "true", ["victim"] = "true" } : null;
        var (_, before) = await attacked.ReportAsync(more: more);
        using var planted = await PlantedKey.MakeAsync(attacked.Product.DataFolder, desk, domain);
        var audited = await attacked.Rows.AuditedAsync("key_refused");
        (string Receipt, Guid Id) after = default;
        await attacked.Rows.WhileAsync("UnitKeys", "Desk = $0", [desk], "SigningPublicKey", planted.Made.Record.SigningPublicKey, () =>
            attacked.Rows.WhileAsync("UnitKeys", "Desk = $0", [desk], "PublicKey", planted.Made.Record.PublicKey, async () => after = await attacked.ReportAsync(more: more)));

        await attacked.Rows.UntilAuditedAsync("key_refused", more: audited);
        await using var stolen = new StolenDatabase(attacked.Product.DataFolder);
        Assert.Empty(await stolen.OpenedByAsync([planted.Key]));

        // The control: the same search opens with the true key what was sealed to it.
        var own = (await stolen.KeysOfAsync(attacked.Account(member))).Where(key => key.Desk == desk).ToList();
        var opened = await stolen.OpenedByAsync(own);
        Assert.Contains(before, opened);
        Assert.DoesNotContain(after.Id, opened);
    }

    [Theory]
    [InlineData("PublicKey", "public_key")]
    [InlineData("Role", "role")]
    public async Task OwnRow_ChangedUnderAnOpenSession_EndsItAndSignsNobodyIn(string column, string altered)
    {
        using var officer = await attacked.SignInAsync("officer.ps-gjilan");
        await officer.GoAsync("/queue");
        Assert.Equal("/queue", officer.Address.AbsolutePath);
        using var planted = await PlantedKey.MakeAsync(attacked.Product.DataFolder, "PS_GJILAN", KeyDomain.Police);
        var refused = await attacked.Rows.AuditedAsync("account_refused", "altered=" + altered);
        var refusedAtDoor = await attacked.Rows.AuditedAsync("sign_in_refused", "altered=%");
        await attacked.Rows.WhileAsync("Accounts", ThisOfficer, [], column, column == "Role" ? "administrator" : planted.AttackersPublicKey, async () =>
        {
            await officer.GoAsync("/accounts");
            Assert.Equal("/sign-in", officer.Address.AbsolutePath);
            await officer.GoAsync("/queue");
            Assert.Equal("/sign-in", officer.Address.AbsolutePath);
            Assert.False(await attacked.SignsInAsync("officer.ps-gjilan"));
        });

        Assert.Equal(refused + 1, await attacked.Rows.AuditedAsync("account_refused", "altered=" + altered));
        await attacked.Rows.UntilAuditedAsync("sign_in_refused", "altered=%", refusedAtDoor);
        Assert.True(await attacked.SignsInAsync("officer.ps-gjilan"));
    }

    [Fact]
    public async Task MemberKey_Exchanged_GetsNoPartOfTheNextEpoch()
    {
        using var planted = await PlantedKey.MakeAsync(attacked.Product.DataFolder, "HELPLINE", KeyDomain.Helpline);
        var supervisor = await attacked.IdOfAsync("supervisor.helpline");
        var operatorOfDesk = await attacked.StaffAsync("operator.helpline");

        // The control: with the rows as they were, the next epoch is both members'.
        var control = await RotateAsync(operatorOfDesk);
        Assert.Equal(1, await GrantsAsync(supervisor, control));
        var refused = await attacked.Rows.AuditedAsync("member_refused");
        long next = 0;
        await attacked.Rows.WhileAsync("Accounts", "UserName = 'supervisor.helpline'", [], "PublicKey", planted.AttackersPublicKey, async () => next = await RotateAsync(operatorOfDesk));
        Assert.Equal(control + 1, next);
        Assert.Equal(0, await GrantsAsync(supervisor, next));
        Assert.Equal(refused + 1, await attacked.Rows.AuditedAsync("member_refused"));
    }

    private static async Task<long> NewestAsync(Meddler rows) => await rows.ReadAsync<long>("SELECT MAX(Epoch) FROM UnitKeys WHERE Desk = 'HELPLINE'");

    private async Task<long> RotateAsync(OfficerBrowser member)
    {
        await member.GoAsync("/desks/HELPLINE/rotate-key");
        await member.SubmitAsync("/desks/HELPLINE/rotate-key");
        return await NewestAsync(attacked.Rows);
    }

    private Task<long> GrantsAsync(Guid account, long epoch)
        => attacked.Rows.ReadAsync<long>("SELECT COUNT(*) FROM UnitKeyGrants WHERE Desk = 'HELPLINE' AND AccountId = $0 AND Epoch = $1", account, epoch);

    /// <summary>A custodian grants a desk to an officer whose public key was exchanged a moment before.</summary>
    [Fact]
    public async Task CustodiansGrant_ToAnExchangedKey_IsRefusedByItsFingerprint()
    {
        using var planted = await PlantedKey.MakeAsync(attacked.Product.DataFolder, "PS_GJILAN", KeyDomain.Police);
        var key = await attacked.Rows.ReadAsync<byte[]>("SELECT PublicKey FROM Accounts WHERE " + ThisOfficer);
        var compared = ReportingService.Sealing.KeyFingerprint.Of(ReportingService.Sealing.PublicKey.FromBytes(key));
        await attacked.Rows.WhileAsync("Accounts", ThisOfficer, [], "PublicKey", planted.AttackersPublicKey, async () => Assert.Equal(1, await GrantAsync(compared)));
        Assert.Equal(0, await attacked.Rows.AuditedAsync("member_granted"));
        Assert.Equal(0, await GrantAsync(compared));
        Assert.Equal(1, await attacked.Rows.AuditedAsync("member_granted"));
    }

    private async Task<int> GrantAsync(string fingerprint)
    {
        using var process = new ReportingService.TestKit.ChildProcess("dotnet", [
            "exec", RunningProduct.Program, "grant", "--user", "officer.ps-gjilan", "--desk", "PS_GJILAN", "--fingerprint", fingerprint, "--yes",
            "--recovery-key", attacked.Folder["data", "demo-roots", "recovery-police.key"], "--data", attacked.Product.DataFolder]);
        return await process.WaitAsync(TimeSpan.FromMinutes(1));
    }

    [Fact]
    public async Task Membership_AddedInTheDatabase_ShowsNothing()
    {
        var (_, report) = await attacked.ReportAsync();
        var prizren = await attacked.IdOfAsync("officer.prizren");
        var officer = await attacked.StaffAsync("officer.prizren");
        using var planted = await PlantedKey.MakeAsync(attacked.Product.DataFolder, "PS_GJILAN", KeyDomain.Police, prizren);
        await attacked.Rows.ChangeAsync(
            "INSERT INTO Memberships (AccountId, Desk, State, CreatedAt) SELECT $0, 'PS_GJILAN', 'active', CreatedAt FROM Memberships LIMIT 1", prizren);
        // With a grant of a key of their own, and of the true one as another member has it.
        await attacked.Rows.ChangeAsync(
            "INSERT INTO UnitKeyGrants (Desk, Epoch, AccountId, Wrapped) SELECT Desk, Epoch, $0, CASE Epoch WHEN 1 THEN $1 ELSE Wrapped END FROM UnitKeyGrants "
            + "WHERE Desk = 'PS_GJILAN' AND AccountId = (SELECT Id FROM Accounts WHERE UserName = 'officer.ps-gjilan')",
            prizren, planted.Made.Grants[0].Wrapped);
        try
        {
            await officer.GoAsync("/queue?desk=PS_GJILAN");
            Assert.DoesNotContain(report.ToString("N"), officer.Page.DocumentElement.OuterHtml, StringComparison.Ordinal);
            await officer.GoAsync("/reports/" + report.ToString("N"));
            Assert.Equal(System.Net.HttpStatusCode.NotFound, officer.Status);
            Assert.Equal(1, await attacked.Rows.AuditedAsync("membership_refused", prizren.ToString("N")));
        }
        finally
        {
            await attacked.Rows.ChangeAsync("DELETE FROM UnitKeyGrants WHERE AccountId = $0 AND Desk = 'PS_GJILAN'", prizren);
            await attacked.Rows.ChangeAsync("DELETE FROM Memberships WHERE AccountId = $0 AND Desk = 'PS_GJILAN'", prizren);
        }

        // The control: a member that the desk admitted sees the report in the same list.
        var member = await attacked.StaffAsync("officer.ps-gjilan");
        await member.GoAsync("/queue?desk=PS_GJILAN");
        Assert.Contains(report.ToString("N"), member.Page.DocumentElement.OuterHtml, StringComparison.Ordinal);
    }

    /// <summary>An insider puts their own vault and key into a colleague's row and signs in under that name with their own passphrase.</summary>
    [Fact]
    public async Task Vault_OfAnotherAccount_SignsNobodyIn()
    {
        var insider = attacked.Account("officer.prizren");
        var row = (await attacked.Rows.RowsAsync("SELECT SealedVault, PublicKey FROM Accounts WHERE UserName = $0", insider.User)).Single();
        var audited = await attacked.Rows.AuditedAsync("sign_in_refused", "altered=vault");
        await attacked.Rows.WhileAsync("Accounts", ThisOfficer, [], "PublicKey", row[1], () =>
            attacked.Rows.WhileAsync("Accounts", ThisOfficer, [], "SealedVault", row[0], async () =>
            {
                await attacked.Rows.ChangeAsync("UPDATE Accounts SET TotpLastStep = 0 WHERE " + ThisOfficer);
                var refusal = await Assert.ThrowsAsync<InvalidOperationException>(
                    () => OfficerBrowser.SignInAsync(attacked.Product, insider with { User = "officer.ps-gjilan" }));
                Assert.DoesNotContain("vault", refusal.Message, StringComparison.OrdinalIgnoreCase);
            }));

        await attacked.Rows.UntilAuditedAsync("sign_in_refused", "altered=vault", audited);
        Assert.True(await attacked.SignsInAsync(insider.User));
    }

    [Fact]
    public async Task RouterEpoch_Planted_IsPassedOverAndOnRecord()
    {
        using var planted = await PlantedKey.MakeAsync(attacked.Product.DataFolder, "DESK", KeyDomain.Police);
        await attacked.Rows.ChangeAsync(
            "INSERT INTO RouterEpochs (Epoch, PublicKey, CreatedAt, Signature) SELECT 2000000000, $0, CreatedAt, Signature FROM RouterEpochs LIMIT 1", planted.Made.Record.PublicKey);
        try
        {
            await attacked.Rows.UntilAuditedAsync("router_key_refused", "epoch=2000000000");
            var (_, report) = await attacked.ReportAsync();
            Assert.Equal(1, await attacked.Rows.ReadAsync<long>("SELECT COUNT(*) FROM CaseGrants WHERE CaseId = $0 AND Holder = 'PS_GJILAN'", report));
        }
        finally
        {
            await attacked.Rows.ChangeAsync("DELETE FROM RouterEpochs WHERE Epoch = 2000000000");
        }
    }
}
