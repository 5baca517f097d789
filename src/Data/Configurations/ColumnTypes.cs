using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage.ValueConversion;
using ReportingService.Core.Keys;
using ReportingService.Core.Reports;
using ReportingService.Core.Vocabulary;

namespace ReportingService.Data;

/// <summary>How closed sets are stored: as their stable codes, so that a new member never shifts the meaning of old rows.</summary>
internal static class ColumnTypes
{
    public const int CodeLength = 40;

    public static void Apply(ModelConfigurationBuilder builder)
    {
        AsCode<ReportState>(builder);
        AsCode<KeyDomain>(builder);
        AsCode<Protection>(builder);
        AsCode<Category>(builder);
        AsCode<CaseItemKind>(builder);
        AsCode<HolderKind>(builder);
        AsCode<UnitKeyState>(builder);
        AsCode<AccountRole>(builder);
        AsCode<AccountState>(builder);
        AsCode<MembershipState>(builder);
        AsCode<OutboxKind>(builder);
        AsCode<RuleDraftState>(builder);
        AsCode<DurationMeasure>(builder);
        AsCode<DurationStep>(builder);
        builder.Properties<string>().HaveMaxLength(200);

        // Urgency is the one set that queues are ordered by.
        builder.Properties<Urgency>().HaveConversion<byte>();
    }

    private static void AsCode<T>(ModelConfigurationBuilder builder)
        where T : struct, Enum
        => builder.Properties<T>().HaveConversion<CodeConverter<T>>().HaveMaxLength(CodeLength).AreUnicode(false);
}

/// <summary>A member of a closed set and its code.</summary>
internal sealed class CodeConverter<T>() : ValueConverter<T, string>(value => Codes.Of(value), code => Codes.Parse<T>(code))
    where T : struct, Enum;
