using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using ReportingService.Data;
using ReportingService.Triage;

var builder = Host.CreateApplicationBuilder(args);
builder.AddTriage();
using var host = builder.Build();
await host.Services.GetRequiredService<ReportingDatabase>().MigrateAsync(CancellationToken.None);
await host.RunAsync();
