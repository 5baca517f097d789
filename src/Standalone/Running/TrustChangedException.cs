namespace ReportingService.Standalone.Running;

/// <summary>The roots on the disk are not those this instance was begun with.</summary>
internal sealed class TrustChangedException(string file) : Exception(
    $"{file} is not the one this instance was begun with. Somebody exchanged it, or it belongs to another instance. Nothing was started; put the right file back. If custodians exchanged it on purpose: keys repin.");
