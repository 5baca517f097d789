using ReportingService.Data;

namespace ReportingService.Standalone.Running;

/// <summary>The roots on the disk are not those this instance was begun with.</summary>
internal sealed class TrustChangedException(string file) : Exception(file + ": " + TrustPin.Refusal);
