using System.CommandLine;
using System.Text.Json;
using ReportingService.Core.Routing;
using ReportingService.Core.Vocabulary;
using ReportingService.Data;
using ReportingService.Standalone.Running;

namespace ReportingService.Standalone.Commands;

/// <summary><c>status</c>: counts and ages, for people and for monitoring. 0 nothing waits too long, 1 something does or the routing rules are refused, 2 no such instance. Desks that nobody can open are said in words alone.</summary>
internal static class StatusCommand
{
    /// <summary>Without these no instance should be open to the public: what comes for them, or for whom they stand in, would wait sealed (infra/runbooks/first-start.md).</summary>
    private static readonly string[] Required = ["HELPLINE", "PIK", "DIIBC", "DESK", "EMERG"];

    private const int FewDesks = 5;
    private const int CodesALine = 6;

    public static Command Create()
    {
        var json = new Option<bool>("--json") { Description = "One JSON object." };
        var data = DataOption.New();
        var desks = new Option<bool>("--desks") { Description = "Name every desk that nobody can open." };
        var command = new Command("status", "Say how an instance stands. Works while it runs.") { data, json, desks };
        command.SetAction((parsed, cancellation) => RunAsync(new DataFolder(parsed.GetRequiredValue(data)), parsed.GetValue(json), parsed.GetValue(desks), cancellation));
        return command;
    }

    private static async Task<int> RunAsync(DataFolder data, bool json, bool naming, CancellationToken cancellation)
    {
        await using var instance = OpenInstance.In(data);
        if (instance is null)
        {
            return 2;
        }

        await using var db = await instance.ReadAsync(cancellation);
        var desks = instance.Desks.All.Where(desk => !desk.External).ToList();
        var status = await ServiceStatus.ReadAsync(db, [.. desks.Select(desk => desk.Code)], instance.Clock.GetUtcNow(), cancellation);
        var refused = await instance.RefusedRulesAsync(cancellation);
        var missing = Required.Where(status.DesksNotReady.Contains).ToList();
        if (json)
        {
            Console.WriteLine(JsonSerializer.Serialize(
                new
                {
                    status.Total,
                    status.ByState,
                    status.Unrouted,
                    status.OutboxWaiting,
                    status.OldestUnroutedSeconds,
                    status.DeadLetters,
                    status.DesksNotReady,
                    RequiredDesksNotReady = missing,
                    status.WaitingForKey,
                    status.UnknownDesks,
                    RulesRefused = refused is null ? null : Codes.Of(refused.Reason),
                    Waiting = status.Waiting.Select(row => new { Domain = Codes.Of(row.Domain), row.Desk, SealedTo = row.AtRecovery ? "recovery" : "desk", row.Count }),
                    status.OverdueAtDesk,
                    Overdue = status.Overdue.Select(row => new { row.Desk, Urgency = Codes.Of(row.Urgency), row.Count, row.OldestMinutes }),
                    status.WaitingForReader,
                    Recused = status.Recused.Select(row => new { Domain = Codes.Of(row.Domain), row.Desk, row.Count }),
                },
                JsonSerializerOptions.Web));
        }
        else
        {
            var advice = new StatusAdvice(instance.Desks, status.DesksNotReady.ToHashSet(StringComparer.Ordinal), data, CoarseTime.Day(instance.Clock.GetUtcNow()));
            Print(status, desks, naming, missing, refused, advice);
        }

        // Desks that nobody can open are said in words; a monitor is told when a report waits for one of them.
        return status.Healthy && refused is null ? 0 : 1;
    }

    private static void Print(ServiceStatus status, IReadOnlyList<Desk> desks, bool naming, IReadOnlyList<string> missing, RefusedRules? refused, StatusAdvice advice)
    {
        Console.WriteLine($"reports              {status.Total}");
        foreach (var (state, count) in status.ByState)
        {
            Console.WriteLine($"  {state,-18} {count}");
        }

        Console.WriteLine($"not routed yet       {status.Unrouted} (oldest {status.OldestUnroutedSeconds} s)");
        Console.WriteLine($"messages waiting     {status.OutboxWaiting}");
        Console.WriteLine($"dead letters         {status.DeadLetters}");
        PrintClosed(status, desks, naming);
        Console.WriteLine($"waiting for a key    {status.WaitingForKey}");
        foreach (var row in status.Waiting)
        {
            Console.WriteLine($"  {row.Desk} ({Codes.Of(row.Domain)}): {row.Count}; {advice.On(row)}");
        }

        Console.WriteLine($"waiting for a reader {status.WaitingForReader}");
        foreach (var row in status.Recused)
        {
            Console.WriteLine($"  {row.Desk} ({Codes.Of(row.Domain)}): {row.Count}; {advice.On(row)}");
        }

        Console.WriteLine($"overdue at a desk    {status.OverdueAtDesk}");
        foreach (var row in status.Overdue)
        {
            Console.WriteLine($"  {row.Desk} ({Codes.Of(row.Urgency)}): {row.Count}, oldest {row.OldestMinutes} min; {StatusAdvice.On(row)}");
        }

        PrintVerdict(status, desks.Count, missing, refused);
    }

    /// <summary>By body and number; a new instance has more than a hundred of them, and their codes on one line said nothing.</summary>
    private static void PrintClosed(ServiceStatus status, IReadOnlyList<Desk> desks, bool naming)
    {
        var closed = status.DesksNotReady.ToHashSet(StringComparer.Ordinal);
        Console.WriteLine($"desks nobody opens   {closed.Count} of {desks.Count}{(naming || closed.Count <= FewDesks ? string.Empty : " (--desks names them)")}");
        foreach (var body in desks.GroupBy(desk => desk.Domain).OrderBy(body => body.Key))
        {
            var codes = body.Select(desk => desk.Code).Where(closed.Contains).Order(StringComparer.Ordinal).ToList();
            if (codes.Count == 0)
            {
                continue;
            }

            Console.WriteLine($"  {Codes.Of(body.Key),-18} {codes.Count} of {body.Count()}{(!naming && codes.Count <= FewDesks ? ": " + string.Join(' ', codes) : string.Empty)}");
            foreach (var line in naming ? codes.Chunk(CodesALine) : [])
            {
                Console.WriteLine("    " + string.Join(' ', line));
            }
        }
    }

    private static void PrintVerdict(ServiceStatus status, int desks, IReadOnlyList<string> missing, RefusedRules? refused)
    {
        var closed = status.DesksNotReady.Count;
        if (closed == desks)
        {
            Console.WriteLine("no desk can be opened: whatever is reported now waits sealed. On a new instance an administrator makes accounts with desks, a member makes the desk's key in the console, a custodian signs it (keys sign); a desk that had readers: infra/runbooks/lost-desk-key.md");
        }
        else if (closed > 0)
        {
            Console.WriteLine($"{closed} of {desks} desks cannot be opened");
        }

        if (missing.Count > 0)
        {
            Console.WriteLine($"NOT READY for the public: nobody can open {string.Join(", ", missing)}; what is reported to them waits sealed, and nobody is alarmed by it. Each needs a member who makes its key in the console, and its custodian's signature (infra/runbooks/first-start.md, steps 5 and 6)");
        }

        if (status.Healthy && refused is null && missing.Count == 0)
        {
            Console.WriteLine("healthy");
        }

        if (status.OldestUnroutedSeconds > 60)
        {
            Console.WriteLine("NOT HEALTHY: a report has waited more than a minute to be routed. Nothing is routed while the product does not run, or, with hosts apart, while Triage or the broker does not (infra/runbooks/broker-down.md)");
        }

        if (status.DeadLetters > 0)
        {
            Console.WriteLine("NOT HEALTHY: messages had no effect in ten attempts; they are tried every hour, and the log of Triage says why (infra/runbooks/broker-down.md)");
        }

        if (refused is not null)
        {
            Console.WriteLine($"NOT HEALTHY: version {refused.Number} of the routing rules in the database is refused ({Codes.Of(refused.Reason)}); the last good one stays in force. Somebody may have changed the database (infra/runbooks/rules-refused.md)");
        }

        if (status.UnknownDesks.Count > 0)
        {
            Console.WriteLine($"NOT HEALTHY: open reports wait at desks that units.json no longer has: {string.Join(' ', status.UnknownDesks)}. Put them back, with an end (until) and a successor: a unit is ended, never deleted (infra/routing/README.md)");
        }

        if (status.WaitingForKey > 0)
        {
            Console.WriteLine("NOT HEALTHY: reports wait for a key that nobody can use, and nobody is alarmed by them (infra/runbooks/lost-desk-key.md)");
        }

        if (status.WaitingForReader > 0)
        {
            Console.WriteLine("NOT HEALTHY: every reader of a report has recused, and nobody else can open it (infra/runbooks/lost-desk-key.md)");
        }

        if (status.OverdueAtDesk > 0)
        {
            Console.WriteLine("NOT HEALTHY: nobody has taken an emergency within 5 minutes, or an urgent report within 15; the alarm in the console goes on, and nobody answers it");
        }
    }
}
