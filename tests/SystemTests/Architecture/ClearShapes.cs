using System.Reflection;

namespace ReportingService.SystemTests.Architecture;

/// <summary>What messages and stored entities may hold: ids, closed sets, times, counts, and bytes that are sealed. No free text may slip in.</summary>
internal static class ClearShapes
{
    private static readonly HashSet<Type> Plainly =
    [
        typeof(Guid), typeof(bool), typeof(byte), typeof(short), typeof(int), typeof(long), typeof(DateTimeOffset), typeof(DateOnly), typeof(TimeSpan),
    ];

    /// <summary>Properties of <paramref name="types"/>, nested ones too, whose type is not on the list. <paramref name="allowed"/> names exceptions as Type.Property.</summary>
    public static IEnumerable<string> Violations(IEnumerable<Type> types, IReadOnlySet<string> allowed, bool bytesAllowed)
    {
        var seen = new HashSet<Type>();
        var open = new Queue<Type>(types);
        while (open.TryDequeue(out var type))
        {
            if (!seen.Add(type))
            {
                continue;
            }

            foreach (var property in type.GetProperties(BindingFlags.Public | BindingFlags.Instance))
            {
                var name = $"{type.Name}.{property.Name}";
                if (property.Name == "EqualityContract" || allowed.Contains(name))
                {
                    continue;
                }

                var core = Nullable.GetUnderlyingType(property.PropertyType) ?? property.PropertyType;
                if (Plainly.Contains(core) || core.IsEnum || (bytesAllowed && core == typeof(byte[])))
                {
                    continue;
                }

                if (core.IsGenericType && core.GetGenericArguments() is [var inner] && typeof(System.Collections.IEnumerable).IsAssignableFrom(core))
                {
                    if (inner.Namespace?.StartsWith("ReportingService", StringComparison.Ordinal) == true)
                    {
                        open.Enqueue(inner);
                        continue;
                    }
                }

                if (core.IsClass && core.Namespace?.StartsWith("ReportingService", StringComparison.Ordinal) == true)
                {
                    open.Enqueue(core);
                    continue;
                }

                yield return $"{name} is {core.Name}";
            }
        }
    }
}
