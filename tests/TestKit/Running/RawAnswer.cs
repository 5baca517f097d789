namespace ReportingService.TestKit.Running;

/// <summary>An answer as it came: status, body, the address it came from after redirects, all headers.</summary>
public sealed record RawAnswer(int Status, string Body, string Path, string Headers);
