using System.Globalization;
using ReportingService.Core.Vocabulary;

namespace ReportingService.StaffConsole.WorkQueue;

/// <summary>The last line of a page: the next page starts after it, however long the queue is.</summary>
public sealed record QueueCursor(Urgency Urgency, DateTimeOffset CreatedAt, Guid Id)
{
    /// <summary>As it stands in an address.</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{(int)Urgency}-{CreatedAt.UtcTicks}-{Id:N}");

    /// <summary>Reads it; null for anything else.</summary>
    public static QueueCursor? Read(string? text)
    {
        var parts = (text ?? "").Split('-');
        return parts.Length == 3
            && int.TryParse(parts[0], CultureInfo.InvariantCulture, out var urgency) && Enum.IsDefined((Urgency)urgency)
            && long.TryParse(parts[1], CultureInfo.InvariantCulture, out var ticks) && ticks is > 0 and < 3_155_378_975_999_999_999
            && Guid.TryParseExact(parts[2], "N", out var id)
            ? new QueueCursor((Urgency)urgency, new DateTimeOffset(ticks, TimeSpan.Zero), id)
            : null;
    }
}
