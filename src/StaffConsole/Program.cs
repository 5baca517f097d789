using ReportingService.Data;
using ReportingService.StaffConsole;

ProcessMemory.Guard();
var builder = WebApplication.CreateBuilder(args);
builder.AddStaffConsole();
builder.Services.AddReportingMessages(builder.Configuration, bus => bus.AddCaseChanges());
var app = builder.Build();
app.MapStaffConsole();

// The tables are made by "ReportingService.Triage migrate" under a login of its own; this process only waits for them.
await app.Services.GetRequiredService<ReportingDatabase>().WaitUntilCurrentAsync(app.Lifetime.ApplicationStopping);
if (!await TrustPin.HoldsAsync(app.Services, begins: false, app.Lifetime.ApplicationStopping))
{
    await Console.Error.WriteLineAsync(TrustPin.Refusal);
    return 1;
}

await app.RunAsync();
return 0;
