using System.Globalization;
using System.Net.Sockets;

namespace ReportingService.TestKit;

/// <summary>A blob server that speaks Azure's protocol, a process of the test run's own on loopback, started when first asked for.</summary>
public sealed class AzuriteServer : IAsyncDisposable
{
    private const string Account = "devstoreaccount1";

    /// <summary>The publicly documented key of the emulator's only account.</summary>
    private const string Key = "Eby8vdM02xNOcqFlqUwJPLlmEtlCDXJ1OUzFT50uSRZ6IFsuFq2UVErCz4I6tq/K1SZFPTOtr/KBHBeksoGMGw==";

    private readonly SemaphoreSlim _once = new(1);
    private readonly int _port = FreePort.Next();
    private TestFolder? _folder;
    private ChildProcess? _server;

    /// <summary>Connection string; starts the server.</summary>
    public async Task<string> ConnectionStringAsync()
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

        return string.Create(
            CultureInfo.InvariantCulture,
            $"DefaultEndpointsProtocol=http;AccountName={Account};AccountKey={Key};BlobEndpoint=http://127.0.0.1:{_port}/{Account};");
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync()
    {
        _server?.Dispose();
        _folder?.Dispose();
        return ValueTask.CompletedTask;
    }

    private async Task StartAsync()
    {
        var program = RequiredProgram.Find("Azurite", Path.Combine(RepositoryRoot.Path, "tests/node/node_modules/.bin/azurite-blob"));
        _folder = new TestFolder();
        _server = new ChildProcess(program, [
            "--blobHost", "127.0.0.1", "--blobPort", _port.ToString(CultureInfo.InvariantCulture), "--location", _folder.Path,
            "--silent", "--skipApiVersionCheck", "--disableTelemetry"]);
        for (var tries = 0; ; tries++)
        {
            try
            {
                using var client = new TcpClient();
                await client.ConnectAsync("127.0.0.1", _port);
                return;
            }
            catch (SocketException) when (tries < 1200 && !_server.HasExited)
            {
                await Task.Delay(100);
            }
        }
    }
}
