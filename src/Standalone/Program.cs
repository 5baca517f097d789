using ReportingService.Standalone.Commands;

return await CommandLine.Create().Parse(args).InvokeAsync();
