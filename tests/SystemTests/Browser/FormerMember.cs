using ReportingService.SystemTests.Attacks;
using ReportingService.TestKit.Running;

namespace ReportingService.SystemTests.Browser;

/// <summary>A desk that a disabled account has left, for its pages: in the demonstration every account is needed elsewhere, so a desk's rows are made to tell of it.</summary>
internal static class FormerMember
{
    /// <summary>Disables an account and lets it have the newest key of a desk that others read.</summary>
    public static async Task PlantAsync(RunningProduct product, string desk, string user)
    {
        var rows = new Meddler(product.DataFolder);
        Assert.Equal(1, await rows.ChangeAsync("UPDATE Accounts SET State = 'suspended' WHERE UserName = $0", user));
        Assert.Equal(1, await rows.ChangeAsync(
            "INSERT INTO UnitKeyGrants (Desk, Epoch, AccountId, Wrapped) SELECT Desk, Epoch, (SELECT Id FROM Accounts WHERE UserName = $1), x'00' FROM UnitKeys WHERE Desk = $0", desk, user));
    }
}
