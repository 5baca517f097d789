using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using ReportingService.Data;
using ReportingService.Triage;

// "migrate" makes or updates the tables and ends. It runs under the login that owns them, which no process that stays up has.
if (args is ["migrate"])
{
    var tables = Host.CreateApplicationBuilder();
    tables.Services.AddReportingData(tables.Configuration);
    using var once = tables.Build();
    await once.Services.GetRequiredService<ReportingDatabase>().MigrateAsync(CancellationToken.None);
    return 0;
}

ProcessMemory.Guard();
var builder = WebApplication.CreateSlimBuilder(args);
builder.AddTriage();
var app = builder.Build();
var database = app.Services.GetRequiredService<ReportingDatabase>();
app.MapGet("/healthz", async (CancellationToken cancellation) => await database.IsCurrentAsync(cancellation)
    ? Results.Ok()
    : Results.StatusCode(StatusCodes.Status503ServiceUnavailable));
await database.WaitUntilCurrentAsync(app.Lifetime.ApplicationStopping);
if (!await TrustPin.HoldsAsync(app.Services, begins: true, app.Lifetime.ApplicationStopping))
{
    await Console.Error.WriteLineAsync(TrustPin.Refusal);
    return 1;
}

await app.RunAsync();
return 0;
