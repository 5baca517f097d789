using MassTransit;

namespace ReportingService.Data;

/// <summary>
/// Threat: the usual envelope carries machine names, process names and exact times into queues and their disks. Bodies are bare JSON
/// of ids and urgency, and the headers that tell of the host are left out.
/// </summary>
internal static class BareEnvelopes
{
    public static void Use(IBusFactoryConfigurator bus)
    {
        bus.ClearSerialization();
        bus.UseRawJsonSerializer(RawSerializerOptions.AnyMessageType, isDefault: true);
    }
}
