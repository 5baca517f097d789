using ReportingService.Data;
using ReportingService.Intake;

ProcessMemory.Guard();
var builder = WebApplication.CreateBuilder(args);
builder.AddIntake();
builder.Services.AddReportingMessages(builder.Configuration);
var app = builder.Build();
app.MapIntake();

// The tables are made by "ReportingService.Triage migrate" under a login of its own; this process only waits for them.
await app.Services.GetRequiredService<ReportingDatabase>().WaitUntilCurrentAsync(app.Lifetime.ApplicationStopping);
if (!await TrustPin.HoldsAsync(app.Services, begins: false, app.Lifetime.ApplicationStopping))
{
    await Console.Error.WriteLineAsync(TrustPin.Refusal);
    return 1;
}

await app.RunAsync();
return 0;
