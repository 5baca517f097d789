using ReportingService.StaffConsole.GrantAccess;
using ReportingService.StaffConsole.HandOffReport;

namespace ReportingService.StaffConsole.WorkQueue;

/// <summary>One page of a queue.</summary>
/// <param name="Told">Emergencies of the last hours at other desks of which the reader's desks are told.</param>
/// <param name="Untaken">How many of them nobody has taken yet.</param>
/// <param name="ToConfirm">Reports whose hand-off waits for a second person, who may be the reader.</param>
/// <param name="HandOffs">What became of hand-offs of the helpline's reports.</param>
/// <param name="SentBack">Reports that another desk sent back here.</param>
/// <param name="Asked">Reports of the reader's desks that another desk asks to read.</param>
/// <param name="Answered">Reports that the reader's desks asked to read, and what they were answered.</param>
public sealed record QueuePage(
    IReadOnlyList<QueueRow> Rows, QueueCursor? Next, int Alarms, DateTimeOffset Now, bool ManyDesks, Guid Reader, int Told, int Untaken, IReadOnlyList<PendingHandOff> ToConfirm, HandOffMarks HandOffs, IReadOnlySet<Guid> SentBack,
    IReadOnlyList<AccessRequest> Asked, IReadOnlyList<AccessAnswer> Answered);
