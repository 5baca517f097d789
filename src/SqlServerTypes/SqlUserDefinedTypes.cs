// The public surface of Microsoft.SqlServer.Server 1.0.0 that SqlClient binds to: types for CLR user-defined types,
// a feature this service never uses. Shapes follow the public API documentation; there is no behaviour in them.
namespace Microsoft.SqlServer.Server;

/// <summary>How a user-defined type is stored.</summary>
public enum Format
{
    /// <summary>Not known.</summary>
    Unknown = 0,

    /// <summary>Simple binary.</summary>
    Native = 1,

    /// <summary>Written by the type itself.</summary>
    UserDefined = 2,
}

/// <summary>Whether a method reads data.</summary>
public enum DataAccessKind
{
    /// <summary>No.</summary>
    None = 0,

    /// <summary>Yes.</summary>
    Read = 1,
}

/// <summary>Whether a method reads system data.</summary>
public enum SystemDataAccessKind
{
    /// <summary>No.</summary>
    None = 0,

    /// <summary>Yes.</summary>
    Read = 1,
}

/// <summary>Own binary form of a user-defined type.</summary>
public interface IBinarySerialize
{
    /// <summary>Reads.</summary>
    void Read(BinaryReader r);

    /// <summary>Writes.</summary>
    void Write(BinaryWriter w);
}

/// <summary>Thrown for a user-defined type that breaks its rules.</summary>
public sealed class InvalidUdtException : SystemException
{
    /// <summary>Creates it.</summary>
    public InvalidUdtException()
    {
    }

    /// <summary>Creates it with a message.</summary>
    public InvalidUdtException(string message)
        : base(message)
    {
    }

    /// <summary>Creates it with a message and a cause.</summary>
    public InvalidUdtException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}

/// <summary>Facets of a parameter or return value.</summary>
[AttributeUsage(AttributeTargets.Field | AttributeTargets.Property | AttributeTargets.ReturnValue | AttributeTargets.Parameter, AllowMultiple = false, Inherited = false)]
public class SqlFacetAttribute : Attribute
{
    /// <summary>Fixed length.</summary>
    public bool IsFixedLength { get; set; }

    /// <summary>Largest size.</summary>
    public int MaxSize { get; set; }

    /// <summary>Precision.</summary>
    public int Precision { get; set; }

    /// <summary>Scale.</summary>
    public int Scale { get; set; }

    /// <summary>Nullable.</summary>
    public bool IsNullable { get; set; }
}

/// <summary>Marks a function.</summary>
[AttributeUsage(AttributeTargets.Method, AllowMultiple = false, Inherited = false)]
public class SqlFunctionAttribute : Attribute
{
    /// <summary>Deterministic.</summary>
    public bool IsDeterministic { get; set; }

    /// <summary>Reads data.</summary>
    public DataAccessKind DataAccess { get; set; }

    /// <summary>Reads system data.</summary>
    public SystemDataAccessKind SystemDataAccess { get; set; }

    /// <summary>Precise.</summary>
    public bool IsPrecise { get; set; }

    /// <summary>Name.</summary>
    public string? Name { get; set; }

    /// <summary>Table definition.</summary>
    public string? TableDefinition { get; set; }

    /// <summary>Row filler.</summary>
    public string? FillRowMethodName { get; set; }
}

/// <summary>Marks a method.</summary>
[AttributeUsage(AttributeTargets.Method, AllowMultiple = false, Inherited = false)]
public sealed class SqlMethodAttribute : SqlFunctionAttribute
{
    /// <summary>Called on null.</summary>
    public bool OnNullCall { get; set; }

    /// <summary>Changes the value.</summary>
    public bool IsMutator { get; set; }

    /// <summary>Called when the receiver is null.</summary>
    public bool InvokeIfReceiverIsNull { get; set; }
}

/// <summary>Marks an aggregate.</summary>
[AttributeUsage(AttributeTargets.Class | AttributeTargets.Struct, AllowMultiple = false, Inherited = false)]
public sealed class SqlUserDefinedAggregateAttribute(Format format) : Attribute
{
    /// <summary>The largest serialised size.</summary>
    public const int MaxByteSizeValue = 8000;

    /// <summary>Storage.</summary>
    public Format Format { get; } = format;

    /// <summary>Largest size in bytes.</summary>
    public int MaxByteSize { get; set; }

    /// <summary>Duplicates do not matter.</summary>
    public bool IsInvariantToDuplicates { get; set; }

    /// <summary>Nulls do not matter.</summary>
    public bool IsInvariantToNulls { get; set; }

    /// <summary>Order does not matter.</summary>
    public bool IsInvariantToOrder { get; set; }

    /// <summary>Null when empty.</summary>
    public bool IsNullIfEmpty { get; set; }

    /// <summary>Name.</summary>
    public string? Name { get; set; }
}

/// <summary>Marks a user-defined type.</summary>
[AttributeUsage(AttributeTargets.Class | AttributeTargets.Struct, AllowMultiple = false, Inherited = true)]
public sealed class SqlUserDefinedTypeAttribute(Format format) : Attribute
{
    /// <summary>Storage.</summary>
    public Format Format { get; } = format;

    /// <summary>Largest size in bytes.</summary>
    public int MaxByteSize { get; set; }

    /// <summary>Fixed length.</summary>
    public bool IsFixedLength { get; set; }

    /// <summary>Byte ordered.</summary>
    public bool IsByteOrdered { get; set; }

    /// <summary>Validation method.</summary>
    public string? ValidationMethodName { get; set; }

    /// <summary>Name.</summary>
    public string? Name { get; set; }
}
