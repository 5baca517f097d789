using System.ComponentModel.DataAnnotations;

namespace ReportingService.Data;

/// <summary>Section <c>Messages</c>. RabbitMQ's address is <c>ConnectionStrings:Messages</c>.</summary>
public sealed class MessagesOptions
{
    /// <summary><c>memory</c> or <c>rabbitmq</c>.</summary>
    [RegularExpression("memory|rabbitmq")]
    public string Transport { get; set; } = "memory";

    /// <summary>Most publications that wait for the broker's confirmation at once.</summary>
    [Range(1, 1024)]
    public int InFlight { get; set; } = 64;

    /// <summary>How long a publication may wait for the broker.</summary>
    [Range(1, 600)]
    public int PublishSeconds { get; set; } = 5;

    /// <summary>How often unfinished rows are looked for.</summary>
    [Range(0.05, 600)]
    public double SweepSeconds { get; set; } = 1;

    /// <summary>First gap before an unfinished row is published again (by any process); doubled each time up to five minutes.</summary>
    [Range(0.05, 600)]
    public double FirstGapSeconds { get; set; } = 5;

    /// <summary>After so many publications without an effect the row raises an alarm; it is still tried every hour.</summary>
    [Range(1, 1000)]
    public int DeadAfterAttempts { get; set; } = 10;

    /// <summary>Only for tests, which show that without the sweeper reports are lost.</summary>
    public bool Sweeper { get; set; } = true;

    /// <summary>Only for tests, which show that without the inbox effects are doubled.</summary>
    public bool Inbox { get; set; } = true;

    /// <summary>How long a row that had no effect waits before it is taken again.</summary>
    public TimeSpan GapAfter(OutboxMessage row) => row.DeadAt is null ? Gap(row.Attempts) : TimeSpan.FromHours(1);

    /// <summary>The n-th gap.</summary>
    public TimeSpan Gap(int attempts)
        => TimeSpan.FromSeconds(Math.Min(300, FirstGapSeconds * Math.Pow(2, Math.Min(attempts, 16))));
}
