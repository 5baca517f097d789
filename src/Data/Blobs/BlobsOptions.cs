using System.ComponentModel.DataAnnotations;

namespace ReportingService.Data;

/// <summary>Section <c>Blobs</c>. Azure's connection string is <c>ConnectionStrings:Blobs</c>.</summary>
public sealed class BlobsOptions
{
    /// <summary><c>files</c> or <c>azure</c>.</summary>
    [RegularExpression("files|azure")]
    public string Provider { get; set; } = "files";

    /// <summary>Folder of the file store.</summary>
    public string Folder { get; set; } = "data/blobs";

    /// <summary>Container of the Azure store.</summary>
    public string Container { get; set; } = "sealed";
}
