using ReportingService.Data;
using ReportingService.Standalone.Commands;

ProcessMemory.Guard();
return await CommandLine.RunAsync(args);
