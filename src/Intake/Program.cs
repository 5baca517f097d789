using ReportingService.Data;
using ReportingService.Intake;

var builder = WebApplication.CreateBuilder(args);
builder.AddIntake();
builder.Services.AddReportingMessages(builder.Configuration);
var app = builder.Build();
app.MapIntake();
await app.RunAsync();
