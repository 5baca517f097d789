using System.Globalization;
using System.Net.Sockets;

namespace ReportingService.TestKit;

/// <summary>A PostgreSQL server of the test run's own: a plain process on loopback, started when first asked for.</summary>
public sealed class PostgresServer : IAsyncDisposable
{
    private readonly SemaphoreSlim _once = new(1);
    private TestFolder? _folder;
    private ChildProcess? _server;
    private int _port;

    /// <summary>Whether commits are flushed to the disk. Tests kill clients, never the machine; a measurement must pay for it.</summary>
    public bool Durable { get; init; }

    /// <summary>Connection string of a database on this server; the name decides which.</summary>
    public async Task<string> ConnectionStringAsync(string database)
    {
        await _once.WaitAsync();
        try
        {
            if (_server is null)
            {
                await StartAsync();
            }
        }
        finally
        {
            _once.Release();
        }

        return string.Create(CultureInfo.InvariantCulture, $"Host=127.0.0.1;Port={_port};Username=reports;Database={database};Include Error Detail=false;Maximum Pool Size=40");
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        if (_server is not null)
        {
            // SIGTERM alone waits for clients; nothing here is worth a clean end.
            await _server.StopAsync(TimeSpan.FromSeconds(2));
            _server.Dispose();
        }

        _folder?.Dispose();
    }

    private async Task StartAsync()
    {
        var initdb = RequiredProgram.Find("PostgreSQL 15", "/usr/lib/postgresql/15/bin/initdb", "initdb");
        var postgres = Path.Combine(Path.GetDirectoryName(initdb)!, "postgres");
        _folder = new TestFolder();
        var data = _folder["db"];
        Directory.CreateDirectory(data);
        if (Environment.UserName == "root")
        {
            await RunAsync("chown", ["-R", "postgres", _folder.Path]);
        }

        await RunAsync(AsServerUser(initdb, "-D", data, "-A", "trust", "-U", "reports", "--no-sync", "-E", "UTF8", "--locale=C.UTF-8"));
        _port = FreePort.Next();
        var (file, arguments) = AsServerUser(
            postgres, "-D", data, "-p", _port.ToString(CultureInfo.InvariantCulture), "-k", _folder.Path,
            "-c", "listen_addresses=127.0.0.1", "-c", Durable ? "fsync=on" : "fsync=off", "-c", "max_connections=120");
        _server = new ChildProcess(file, arguments, folder: "/");
        for (var tries = 0; ; tries++)
        {
            try
            {
                using var client = new TcpClient();
                await client.ConnectAsync("127.0.0.1", _port);
                await RunAsync(Path.Combine(Path.GetDirectoryName(initdb)!, "pg_isready"), ["-h", "127.0.0.1", "-p", _port.ToString(CultureInfo.InvariantCulture)]);
                return;
            }
            catch (Exception e) when (e is SocketException or InvalidOperationException && tries < 1200 && !_server.HasExited)
            {
                await Task.Delay(100);
            }
        }
    }

    /// <summary>PostgreSQL refuses to run as root.</summary>
    private static (string File, string[] Arguments) AsServerUser(string program, params string[] arguments)
        => Environment.UserName == "root"
            ? ("setpriv", ["--reuid=postgres", "--regid=postgres", "--init-groups", program, .. arguments])
            : (program, arguments);

    private static Task RunAsync((string File, string[] Arguments) command) => RunAsync(command.File, command.Arguments);

    private static async Task RunAsync(string file, string[] arguments)
    {
        using var process = new ChildProcess(file, arguments, folder: "/");
        if (await process.WaitAsync(TimeSpan.FromSeconds(180)) != 0)
        {
            throw new InvalidOperationException($"{Path.GetFileName(file)} failed: {process.Output}");
        }
    }
}
