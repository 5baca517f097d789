using System.Text;
using ReportingService.StaffConsole.Tests.Running;

namespace ReportingService.StaffConsole.Tests;

/// <summary>Threat: somebody's words, sent too late or in a form that nobody wrote, stand in the log.</summary>
public sealed class PostedTextTests(RunningConsole console) : IClassFixture<RunningConsole>
{
    private const string Canary = "SEKRETKANARINA";
    private const string Fields = "application/x-www-form-urlencoded";

    public static TheoryData<string, string> Bodies => new()
    {
        { Fields, $"{Canary}[={Canary}" },
        { Fields, $"Rule.Told[{Canary}={Canary}" },
        { Fields, $"Rule.Told]{Canary}=x" },
        { Fields, $"Words={Canary}&Rule.Told[].Unit={Canary}" },
        { Fields, $"Words={Canary}%ZZ%00" },
        { Fields, string.Join('&', Enumerable.Range(0, 3000).Select(place => $"{Canary}{place}=x")) },
        { Fields + "; charset=utf-7", $"Words={Canary}" },
        { Fields + "; charset=\"utf-7\"", $"Words={Canary}" },
        { Fields + "; charset=klingon", $"Words={Canary}" },
        { "multipart/form-data; charset=utf-7; boundary=x", $"--x\r\nContent-Disposition: form-data; name=\"Words\"\r\n\r\n{Canary}\r\n--x--\r\n" },
        { "multipart/form-data; boundary=x", $"--x\r\nContent-Disposition: form-data; name=\"Words\"\r\n\r\n{Canary}\r\n" },
        { "multipart/form-data; boundary=x", $"--x\r\nContent-Disposition: form-data; name=\"{Canary}[\"\r\n\r\n{Canary}\r\n--x--\r\n" },
        { "multipart/form-data", Canary },
    };

    [Theory]
    [MemberData(nameof(Bodies))]
    public async Task Post_OfAFormThatNobodyWrote_FailsNothingAndStandsInNoLog(string type, string body)
    {
        using var browser = new Browser(console.Address);
        var before = console.Log.Lines.Count;
        foreach (var path in new[] { "/session-ended?back=%2Fqueue", "/sign-in", "/invite", "/refused/404", "/language", "/sign-out" })
        {
            using var content = new ByteArrayContent(Encoding.ASCII.GetBytes(body));
            content.Headers.TryAddWithoutValidation("Content-Type", type);
            Assert.InRange((int)(await browser.Client.PostAsync(new Uri(path, UriKind.Relative), content)).StatusCode, 300, 499);
        }

        // The log is heard: a path stands in it.
        await browser.GetAsync("/HEARD" + Canary.ToLowerInvariant());
        Assert.Contains(console.Log.Lines, line => line.Contains("HEARD" + Canary.ToLowerInvariant(), StringComparison.Ordinal));
        Assert.DoesNotContain(console.Log.Lines, line => line.Contains(Canary, StringComparison.Ordinal));
        Assert.DoesNotContain(console.Log.Lines.Skip(before), line => line.StartsWith("Error", StringComparison.Ordinal) || line.StartsWith("Critical", StringComparison.Ordinal));
    }
}
