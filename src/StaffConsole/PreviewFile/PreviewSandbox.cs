using System.Diagnostics;

namespace ReportingService.StaffConsole.PreviewFile;

/// <summary>
/// Decodes a stranger's file in a child that can do nothing else (bubblewrap): no network, no other process, no writable file but a
/// bounded piece of memory of its own, bounded processor time and address space, fixed arguments, an empty environment.
/// Threat: decoders are the part of every system that a crafted file takes over. What is taken over here holds one file that its
/// sender already has, and ends within seconds.
/// </summary>
public sealed class PreviewSandbox : IDisposable
{
    /// <summary>So much of a file is given to the decoder. Scrubbed films have their index first, so their beginning suffices.</summary>
    public const int LongestInput = 96 << 20;

    /// <summary>A longer answer is no preview.</summary>
    public const int LongestOutput = 12 << 20;

    private const int SandboxMemory = LongestInput + (32 << 20);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private static readonly string[] Limits = ["--as=2147483648", "--cpu=20", "--core=0", "--nofile=128", $"--fsize={SandboxMemory}", "--"];

    private static readonly string[] Walls =
    [
        "bwrap", "--unshare-all", "--die-with-parent", "--new-session", "--clearenv", "--setenv", "PATH", "/usr/bin",
        "--ro-bind", "/usr", "/usr", "--symlink", "usr/lib", "/lib", "--symlink", "usr/lib64", "/lib64", "--symlink", "usr/bin", "/bin",
        "--ro-bind-try", "/etc/alternatives", "/etc/alternatives", "--ro-bind-try", "/etc/ld.so.cache", "/etc/ld.so.cache",
        "--proc", "/proc", "--dev", "/dev", "--size", $"{SandboxMemory}", "--tmpfs", "/media", "--remount-ro", "/", "--chdir", "/media",
        "--cap-drop", "ALL", "--", "/usr/bin/sh", "-c",
    ];

    // Two at a time: a page of ten photos must not take the console's processors from everybody else.
    private readonly SemaphoreSlim places = new(2);

    /// <summary>Runs one script over one file.</summary>
    /// <param name="kind">Which script.</param>
    /// <param name="plain">The file in clear; read forward, up to <see cref="LongestInput"/> bytes.</param>
    /// <param name="cancellationToken">Ends the child.</param>
    /// <returns>What the script wrote; null when it failed, wrote nothing, wrote too much or took too long.</returns>
    public async Task<byte[]?> RunAsync(PreviewKind kind, Stream plain, CancellationToken cancellationToken)
    {
        await places.WaitAsync(cancellationToken);
        try
        {
            return await RunAsync(PreviewScript.Of(kind), plain, cancellationToken);
        }
        finally
        {
            places.Release();
        }
    }

    /// <summary>Runs a text in the same walls; for the check at start, and for tests that try to get out.</summary>
    internal static async Task<byte[]?> RunAsync(string script, Stream plain, CancellationToken cancellationToken)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(Patience);
        using var child = Start(script);
        try
        {
            var errors = child.StandardError.BaseStream.CopyToAsync(Stream.Null, limit.Token);
            var given = GiveAsync(plain, child.StandardInput.BaseStream, limit.Token);
            var taken = await TakeAsync(child.StandardOutput.BaseStream, limit.Token);
            if (taken is null)
            {
                End(child);
            }

            await given;
            await errors;
            await child.WaitForExitAsync(limit.Token);
            return child.ExitCode == 0 && taken is { Length: > 0 } ? taken : null;
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return null;
        }
        finally
        {
            End(child);
        }
    }

    /// <inheritdoc/>
    public void Dispose() => places.Dispose();

    private static Process Start(string script)
    {
        var start = new ProcessStartInfo("/usr/bin/prlimit")
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            UseShellExecute = false,
            WorkingDirectory = "/",
        };
        start.Environment.Clear();
        start.Environment["PATH"] = "/usr/bin";
        foreach (var argument in Limits.Concat(Walls).Append(script))
        {
            start.ArgumentList.Add(argument);
        }

        return Process.Start(start) ?? throw new InvalidOperationException("The sandbox did not start.");
    }

    private static void End(Process child)
    {
        try
        {
            child.Kill(entireProcessTree: true);
        }
        catch (InvalidOperationException)
        {
            // It had ended by itself.
        }
    }

    private static async Task GiveAsync(Stream plain, Stream input, CancellationToken stop)
    {
        try
        {
            var buffer = new byte[128 << 10];
            for (long given = 0; given < LongestInput;)
            {
                var read = await plain.ReadAsync(buffer.AsMemory(0, (int)Math.Min(buffer.Length, LongestInput - given)), stop);
                if (read == 0)
                {
                    break;
                }

                await input.WriteAsync(buffer.AsMemory(0, read), stop);
                given += read;
            }

            await input.DisposeAsync();
        }
        catch (IOException exception) when (exception is not FileNotFoundException)
        {
            // The child ended before it had read everything; its exit code says the rest.
        }
    }

    private static async Task<byte[]?> TakeAsync(Stream output, CancellationToken stop)
    {
        using var taken = new MemoryStream();
        var buffer = new byte[64 << 10];
        for (int read; (read = await output.ReadAsync(buffer, stop)) > 0;)
        {
            if (taken.Length + read > LongestOutput)
            {
                return null;
            }

            taken.Write(buffer, 0, read);
        }

        return taken.ToArray();
    }
}
