using ReportingService.Data;
using ReportingService.StaffConsole;

var builder = WebApplication.CreateBuilder(args);
builder.AddStaffConsole();
builder.Services.AddReportingMessages(builder.Configuration, bus => bus.AddCaseChanges());
var app = builder.Build();
app.MapStaffConsole();
await app.RunAsync();
