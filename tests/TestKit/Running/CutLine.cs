using System.Net.Sockets;

namespace ReportingService.TestKit.Running;

/// <summary>
/// What a client meets when nobody listens, or when who listened was killed in the middle. Not only exceptions of HTTP: asked for the
/// address of a peer that died between connecting and asking, the handler lets the socket's own through.
/// </summary>
public static class CutLine
{
    public static bool Is(Exception fault) => fault is HttpRequestException or IOException or SocketException or OperationCanceledException;
}
