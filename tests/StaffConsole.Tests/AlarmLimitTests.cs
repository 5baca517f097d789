using ReportingService.Core.Keys;
using ReportingService.Core.Vocabulary;
using ReportingService.Data;
using ReportingService.StaffConsole.Tests.Running;

namespace ReportingService.StaffConsole.Tests;

/// <summary>More alarms than the line counts. On a console of its own: the number of reports matters.</summary>
public sealed class AlarmLimitTests
{
    [Fact]
    public async Task Alarms_OneDeskFullOfUrgentReports_TheEmergencyOfAnotherIsStillSaid()
    {
        await using var console = new RunningConsole();
        await console.InitializeAsync();
        await console.NewPersonAsync("officer.both", AccountRole.Officer, "PS_KACANIK", "RPD_FERIZAJ");
        await console.AdmitAsync("officer.both", "PS_KACANIK");
        await console.AdmitAsync("officer.both", "RPD_FERIZAJ");
        await console.SignKeysAsync(KeyDomain.Police);
        for (var i = 0; i < 101; i++)
        {
            await TestReport.ArriveAsync(console, "PS_KACANIK", "Urgjente.", Urgency.Urgent);
            await TestReport.ArriveAsync(console, "RPD_FERIZAJ", "Urgjente.", Urgency.Urgent);
        }

        await TestReport.ArriveAsync(console, "RPD_FERIZAJ", "Tash.", Urgency.Emergency);
        var line = (await (await console["officer.both"].BrowserAsync()).GetAsync("/account")).Text;
        Assert.Contains("Emergency: 1", line, StringComparison.Ordinal);
    }
}
