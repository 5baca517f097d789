using System.Reflection;
using System.Runtime.CompilerServices;

namespace ReportingService.SystemTests.Architecture;

/// <summary>Types that hold readable citizen content start with Plain. Where they may stand, and what they may print.</summary>
internal static class PlainTypes
{
    private const BindingFlags All = BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly;

    public static bool IsPlain(Type type) => type.Name.StartsWith("Plain", StringComparison.Ordinal) && type.Namespace?.StartsWith("ReportingService", StringComparison.Ordinal) == true;

    /// <summary>Members of <paramref name="types"/> that touch a Plain type: the worker, the database and messages must have none.</summary>
    public static IEnumerable<string> Touching(IEnumerable<Type> types)
        => from type in types
           from mentioned in Mentioned(type).Append(type)
           where IsPlain(mentioned)
           select $"{type.Name} touches {mentioned.Name}";

    /// <summary>Plain types whose ToString prints more than their name: a record's own prints every word in it.</summary>
    public static IEnumerable<string> Printing(IEnumerable<Type> types)
        => from type in types
           where IsPlain(type) && !(type.IsAbstract && type.IsSealed)
           let print = type.GetMethod(nameof(ToString), Type.EmptyTypes)
           where print?.DeclaringType == type && print.IsDefined(typeof(CompilerGeneratedAttribute))
           select type.Name;

    private static IEnumerable<Type> Mentioned(Type type)
        => type.GetFields(All).Select(field => field.FieldType)
            .Concat(type.GetMethods(All).SelectMany(method => method.GetParameters().Select(parameter => parameter.ParameterType).Append(method.ReturnType)))
            .Concat(type.GetConstructors(All).SelectMany(constructor => constructor.GetParameters().Select(parameter => parameter.ParameterType)))
            .SelectMany(Unwrap);

    private static IEnumerable<Type> Unwrap(Type type)
        => type.HasElementType ? Unwrap(type.GetElementType()!) : type.IsGenericType ? type.GetGenericArguments().SelectMany(Unwrap).Append(type) : [type];
}
