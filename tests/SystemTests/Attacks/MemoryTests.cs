using System.Globalization;

namespace ReportingService.SystemTests.Attacks;

/// <summary>Threat: a crash or a debugger leaves the process's memory in a file.</summary>
[Collection(AttackedProduct.Together)]
public sealed class MemoryTests(AttackedProduct attacked)
{
    [Fact]
    public void Process_Running_LeavesNoCoreAndLetsNobodyLook()
    {
        var own = Environment.ProcessId.ToString(CultureInfo.InvariantCulture);
        var product = attacked.Product.Process.Id.ToString(CultureInfo.InvariantCulture);
        Assert.Equal(["0", "0"], CoreLimit(product));

        // What a process that may be dumped has for its own is root's for one that may not; the control is this test's process.
        if (Environment.UserName != "root")
        {
            Assert.Throws<UnauthorizedAccessException>(() => File.OpenRead($"/proc/{product}/mem").Dispose());
        }

        File.OpenRead($"/proc/{own}/mem").Dispose();
    }

    private static string[] CoreLimit(string process)
        => File.ReadLines($"/proc/{process}/limits").Single(line => line.StartsWith("Max core file size", StringComparison.Ordinal))
            .Split(' ', StringSplitOptions.RemoveEmptyEntries)[4..6];
}
