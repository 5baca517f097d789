using ReportingService.Intake;

var builder = WebApplication.CreateBuilder(args);
builder.AddIntake();
var app = builder.Build();
app.MapIntake();
await app.RunAsync();
