using System.Globalization;
using System.Net.Sockets;
using System.Text;

namespace ReportingService.TestKit;

/// <summary>A RabbitMQ broker of the test run's own: a plain process on loopback, started when first asked for. Can be stopped and started again.</summary>
public sealed class RabbitMqServer : IAsyncDisposable
{
    private readonly SemaphoreSlim _once = new(1);
    private readonly int _port = FreePort.Next();
    private readonly int _distribution = FreePort.Next();
    private readonly int _mapperPort = FreePort.Next();
    private TestFolder? _folder;
    private ChildProcess? _mapper;
    private ChildProcess? _broker;

    /// <summary>Address of the broker, whether it runs or not.</summary>
    public string Address => string.Create(CultureInfo.InvariantCulture, $"amqp://guest:guest@127.0.0.1:{_port}");

    /// <summary>Folder of everything the broker keeps on disk.</summary>
    public string DataFolder => (_folder ??= new TestFolder()).Path;

    /// <summary>Starts the broker if it does not run and waits until it answers.</summary>
    public async Task StartAsync()
    {
        await _once.WaitAsync();
        try
        {
            if (_broker is null or { HasExited: true })
            {
                await StartNowAsync();
            }
        }
        finally
        {
            _once.Release();
        }
    }

    /// <summary>Ends the broker as a power cut would.</summary>
    public void Kill() => _broker?.Kill();

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        if (_broker is not null)
        {
            await _broker.StopAsync(TimeSpan.FromSeconds(5));
            _broker.Dispose();
        }

        _mapper?.Dispose();
        _folder?.Dispose();
    }

    private async Task StartNowAsync()
    {
        var program = RequiredProgram.Find("RabbitMQ", "/usr/lib/rabbitmq/bin/rabbitmq-server", "rabbitmq-server");
        var plugins = Path.Combine(DataFolder, "enabled_plugins");
        await File.WriteAllTextAsync(plugins, "[].\n");
        _mapper ??= new ChildProcess(
            RequiredProgram.Find("Erlang's port mapper", "epmd"), ["-port", _mapperPort.ToString(CultureInfo.InvariantCulture), "-address", "127.0.0.1"], folder: "/");
        _broker?.Dispose();
        _broker = new ChildProcess(program, [], new Dictionary<string, string>
        {
            ["HOME"] = DataFolder,
            ["RABBITMQ_NODENAME"] = string.Create(CultureInfo.InvariantCulture, $"test{_port}@localhost"),
            ["RABBITMQ_NODE_IP_ADDRESS"] = "127.0.0.1",
            ["RABBITMQ_NODE_PORT"] = _port.ToString(CultureInfo.InvariantCulture),
            ["RABBITMQ_DIST_PORT"] = _distribution.ToString(CultureInfo.InvariantCulture),
            ["RABBITMQ_MNESIA_BASE"] = Path.Combine(DataFolder, "mnesia"),
            ["RABBITMQ_LOG_BASE"] = Path.Combine(DataFolder, "log"),
            ["RABBITMQ_PID_FILE"] = Path.Combine(DataFolder, "pid"),
            ["RABBITMQ_CONFIG_FILE"] = Path.Combine(DataFolder, "none"),
            ["RABBITMQ_ENABLED_PLUGINS_FILE"] = plugins,
            ["RABBITMQ_SERVER_ADDITIONAL_ERL_ARGS"] = "-setcookie tests -kernel inet_dist_use_interface {127,0,0,1}",
            ["ERL_EPMD_PORT"] = _mapperPort.ToString(CultureInfo.InvariantCulture),
            ["ERL_EPMD_ADDRESS"] = "127.0.0.1",
        }, "/");
        await WaitAsync();
    }

    /// <summary>The broker is ready when it answers the protocol's greeting.</summary>
    private async Task WaitAsync()
    {
        for (var tries = 0; ; tries++)
        {
            try
            {
                using var client = new TcpClient();
                await client.ConnectAsync("127.0.0.1", _port);
                var stream = client.GetStream();
                await stream.WriteAsync(Encoding.ASCII.GetBytes("AMQP\0\0\u0009\u0001"));
                using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(5));
                if (await stream.ReadAsync(new byte[1], limit.Token) == 1)
                {
                    return;
                }
            }
            catch (Exception e) when (e is SocketException or IOException or OperationCanceledException)
            {
                // Not yet.
            }

            if (tries > 1200 || _broker!.HasExited)
            {
                throw new InvalidOperationException($"RabbitMQ did not start: {_broker!.Output}");
            }

            await Task.Delay(100);
        }
    }
}
