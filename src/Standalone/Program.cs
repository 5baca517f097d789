using ReportingService.Data;
using ReportingService.Standalone.Commands;

ProcessMemory.Guard();
return await CommandLine.Create().Parse(args).InvokeAsync();
