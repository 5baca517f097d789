namespace ReportingService.StaffConsole.WorkQueue;

/// <summary>One page of a queue.</summary>
public sealed record QueuePage(IReadOnlyList<QueueRow> Rows, QueueCursor? Next, int Alarms, DateTimeOffset Now, bool ManyDesks, Guid Reader);
