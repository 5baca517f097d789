using System.Globalization;
using ReportingService.Core.Vocabulary;

namespace ReportingService.StaffConsole.WorkQueue;

/// <summary>The last line of a page: the next page starts after it, however long the queue is.</summary>
public sealed record QueueCursor(Urgency Urgency, bool Behind, DateTimeOffset CreatedAt, Guid Id)
{
    /// <summary>The line as the place after which the next page starts.</summary>
    public static QueueCursor Of(QueueRow row) => new(row.Urgency, row.Behind, row.CreatedAt, row.Id);

    /// <summary>As it stands in an address.</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{(int)Urgency}-{(Behind ? 1 : 0)}-{CreatedAt.UtcTicks}-{Id:N}");

    /// <summary>Reads it; null for anything else.</summary>
    public static QueueCursor? Read(string? text)
    {
        var parts = (text ?? "").Split('-');
        return parts.Length == 4
            && int.TryParse(parts[0], CultureInfo.InvariantCulture, out var urgency) && Enum.IsDefined((Urgency)urgency)
            && parts[1] is "0" or "1"
            && long.TryParse(parts[2], CultureInfo.InvariantCulture, out var ticks) && ticks is > 0 and < 3_155_378_975_999_999_999
            && Guid.TryParseExact(parts[3], "N", out var id)
            ? new QueueCursor((Urgency)urgency, parts[1] == "1", new DateTimeOffset(ticks, TimeSpan.Zero), id)
            : null;
    }
}
