namespace ReportingService.StaffConsole.WorkQueue;

/// <summary>What nobody has taken yet at the desks of a member: the alarm goes on until it is nothing.</summary>
/// <param name="Emergencies">Emergencies without a name beside them.</param>
/// <param name="Urgent">Urgent reports without one.</param>
/// <param name="HandOffs">Hand-offs that wait for the member as the second person.</param>
public sealed record Alarms(int Emergencies, int Urgent, int HandOffs)
{
    /// <summary>All of it: the number in the title of every page.</summary>
    public int Count => Emergencies + Urgent + HandOffs;
}
