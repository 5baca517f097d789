using System.CommandLine;
using System.Net;
using System.Net.NetworkInformation;
using ReportingService.Core.Routing;
using ReportingService.Standalone.Running;

namespace ReportingService.Standalone.Commands;

/// <summary>Runs the whole product in this process.</summary>
internal static class RunCommand
{
    public static RootCommand Create()
    {
        var demo = new Option<bool>("--demo") { Description = "A seeded demonstration on this machine only; its passphrases are printed." };
        var data = DataOption.New();
        var citizen = Address("--citizen-url", "Where the citizen site listens.", "http://127.0.0.1:5080");
        var staff = Address("--staff-url", "Where the staff console listens.", "http://localhost:5081");
        var root = new RootCommand("Lajmëro Policinë: anonymous citizen reports, sealed and routed.") { demo, data, citizen, staff };
        root.SetAction((parsed, cancellation) => RunAsync(
            parsed.GetValue(demo),
            new DataFolder(parsed.GetRequiredValue(data)),
            parsed.GetRequiredValue(citizen),
            parsed.GetRequiredValue(staff),
            cancellation));
        return root;
    }

    private static Option<Uri> Address(string name, string description, string usual) => new(name)
    {
        Description = description,
        HelpName = "URL",
        DefaultValueFactory = _ => new Uri(usual),
        CustomParser = result =>
        {
            if (Uri.TryCreate(result.Tokens[0].Value, UriKind.Absolute, out var address) && (address.Scheme is "http" or "https"))
            {
                return address;
            }

            result.AddError($"{name} takes an address such as {usual}.");
            return null;
        },
    };

    private static string NameOf(Uri address) => address.IdnHost.TrimEnd('.');

    // Asked before the hosts are built: what they say of a taken port is a page of program text.
    private static bool IsTaken(Uri address)
        => IPGlobalProperties.GetIPGlobalProperties().GetActiveTcpListeners().Any(listener => listener.Port == address.Port && (IPAddress.TryParse(address.DnsSafeHost, out var own)
            ? listener.Address.Equals(own) || listener.Address.Equals(IPAddress.Any) || listener.Address.Equals(IPAddress.IPv6Any)
            : IPAddress.IsLoopback(listener.Address) || listener.Address.Equals(IPAddress.Any) || listener.Address.Equals(IPAddress.IPv6Any)));

    private static async Task<int> RunAsync(bool demo, DataFolder data, Uri citizen, Uri staff, CancellationToken cancellation)
    {
#if CONTROL_OPEN
        if (!demo)
        {
            return StandardError.Say("This build leaves reports readable, for a test. It runs demonstrations only.");
        }

#endif
        if (demo && (!citizen.IsLoopback || !staff.IsLoopback))
        {
            return StandardError.Say("A demonstration listens on this machine only: its passphrases are printed. Leave out the addresses, or use 127.0.0.1 and localhost.");
        }

        // Threat: cookies ignore ports. With one name for both, every visit to the citizen site would carry the console's cookie.
        if (string.Equals(NameOf(citizen), NameOf(staff), StringComparison.OrdinalIgnoreCase))
        {
            return StandardError.Say(
                $"The citizen site and the staff console have the same host name, {NameOf(citizen)}. Browsers send cookies to every port of a name, so an officer's sign-in would travel to the citizen site. Give --citizen-url and --staff-url two different names (on one machine 127.0.0.1 and localhost).",
                CommandLine.AskedWrongly);
        }

        if (!demo && !data.IsDemo && !File.Exists(data.Trust))
        {
            return StandardError.Say($"""
                {data.Path} holds no instance yet. Make its root keys first, then start again:
                  infra/dev/start.sh keys make-roots --out FOLDER --data {data.Path}
                To look at the product without that, start a demonstration: infra/dev/start.sh --demo
                """, CommandLine.AskedWrongly);
        }

        if (data.Claim(demo) is { } refusal)
        {
            return StandardError.Say(refusal);
        }

        using var held = data.Hold();
        if (held is null)
        {
            return StandardError.Say($"Another server runs on {data.Path} already. Stop that one first, or name another folder with --data DIR.", CommandLine.AskedWrongly);
        }

        if (new[] { citizen, staff }.FirstOrDefault(IsTaken) is { } taken)
        {
            return StandardError.Say($"Another program listens on {taken} already. Stop it, or give --citizen-url and --staff-url other ports.");
        }

        try
        {
            await using var product = await Product.StartAsync(data, demo, citizen, staff, cancellation);
            Announcement.Print(data, demo, citizen, staff);
            await product.UntilStoppedAsync(cancellation);
            return 0;
        }
        catch (TrustChangedException fault)
        {
            return StandardError.Say(fault.Message);
        }
        catch (Exception fault) when (fault is FormatException or InvalidDataException or RuleSetException)
        {
            // trust.json, a memory of what was seen, or a file of the routing folder cannot be read; the message names the file, for rules the line.
            return StandardError.Say(fault.Message);
        }
    }
}
