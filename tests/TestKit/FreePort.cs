using System.Net;
using System.Net.Sockets;

namespace ReportingService.TestKit;

/// <summary>
/// Ports for servers that tests start on loopback. Such a server takes its port seconds later, or again after it was killed: until then
/// nobody else may be given it. So they lie below those that the operating system deals out by itself, and none is given twice.
/// </summary>
public static class FreePort
{
    private const int Lowest = 20_000;
    private const int Count = 12_000;

    private static int next = Random.Shared.Next(Count);

    /// <summary>A port that was free a moment ago and is nobody else's in this run.</summary>
    public static int Next()
    {
        for (var tries = 0; tries < Count; tries++)
        {
            var port = Lowest + (int)((uint)Interlocked.Increment(ref next) % Count);
            using var listener = new TcpListener(IPAddress.Loopback, port);
            try
            {
                listener.Start();
                return port;
            }
            catch (SocketException)
            {
                // Taken.
            }
        }

        throw new InvalidOperationException($"No port from {Lowest} on is free.");
    }
}
