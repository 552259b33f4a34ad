using ActorMigrate.Catalog.Tables;

namespace ActorMigrate.Catalog.Extensions;

/// <summary>A table of an extension that users write configuration into (<c>pg_extension_config_dump</c>). It comes with the
/// extension; the rows that <see cref="Condition"/> selects are the users' and are copied.</summary>
public sealed record ConfigurationTable
{
    /// <summary>The extension's name.</summary>
    public required string Extension { get; init; }

    /// <summary>The table.</summary>
    public required Table Table { get; init; }

    /// <summary>A WHERE clause as the extension gave it, or empty for all rows.</summary>
    public required string Condition { get; init; }

    /// <summary>The condition selects rows.</summary>
    public required bool HasUsersRows { get; init; }

    /// <summary>Oids of configuration tables that its foreign keys refer to.</summary>
    public required IReadOnlyList<uint> References { get; init; }
}
