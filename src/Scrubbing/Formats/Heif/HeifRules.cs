namespace ReportingService.Scrubbing.Formats.Heif;

/// <summary>Names of the removal rules, for the mutation run.</summary>
internal static class HeifRules
{
    public const string Items = "heif.items";
    public const string Properties = "heif.properties";
    public const string Icc = "heif.icc";
    public const string InStream = "heif.in-stream";
    public const string ConfigArrays = "heif.config-arrays";
    public const string ItemNames = "heif.item-names";
    public const string AuxiliaryData = "heif.auxiliary-data";

    public static readonly string[] Every = [Items, Properties, Icc, InStream, ConfigArrays, ItemNames, AuxiliaryData];
}
