using ReportingService.Core.Messages;

namespace ReportingService.Data;

/// <summary>What goes over the wire for a row.</summary>
internal static class OutboxContract
{
    public static object Of(OutboxMessage row) => row.Kind switch
    {
        OutboxKind.ReportSubmitted => new ReportSubmitted(row.Id, row.CaseId, row.Urgency),
        OutboxKind.CaseChanged => new CaseChanged(row.Id, row.CaseId, row.Desk, row.Urgency),
        OutboxKind.HolderExcluded => new HolderExcluded(row.Id, row.CaseId, row.Desk, row.Urgency),
        _ => throw new InvalidOperationException($"No message for {row.Kind}."),
    };

    public static Type TypeOf(OutboxMessage row) => Of(row).GetType();

    public static bool FinishedByPublication(OutboxKind kind) => kind == OutboxKind.CaseChanged;
}
