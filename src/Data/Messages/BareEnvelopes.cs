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

    /// <summary>
    /// Threat: a message that fails is moved to an error queue together with the exception's text, the machine's name and the time.
    /// Nothing is kept there: the outbox is the memory, and sends again what had no effect.
    /// </summary>
    public static void KeepNoFaults(IReceiveEndpointConfigurator endpoint)
    {
        endpoint.PublishFaults = false;
        endpoint.DiscardFaultedMessages();
        endpoint.DiscardSkippedMessages();
    }
}
