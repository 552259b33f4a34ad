namespace ActorMigrate.Migration.Options;

/// <summary>The part of the source that is migrated, and under which schema name.</summary>
public sealed record MigrationScope
{
    /// <summary>The schema to migrate; null means all of the database's own schemas.</summary>
    public string? SourceSchema { get; init; }

    /// <summary>The schema's name in the target; null keeps the source's. Needs <see cref="SourceSchema"/>.</summary>
    public string? TargetSchema { get; init; }

    /// <summary>Schemas of the source that go by another name in the target, beside or instead of <see cref="TargetSchema"/>.</summary>
    public IReadOnlyDictionary<string, string> SchemaMap { get; init; } = new Dictionary<string, string>();

    /// <summary>Patterns of tables to take (<c>*</c> and <c>?</c>, of <c>name</c> or <c>schema.name</c>); empty takes all.</summary>
    public IReadOnlyList<string> IncludeTables { get; init; } = [];

    /// <summary>Patterns of tables to leave out; they win over <see cref="IncludeTables"/>.</summary>
    public IReadOnlyList<string> ExcludeTables { get; init; } = [];

    /// <summary>Objects that belong to no schema and no table are wanted, too, as with pg_dump: neither was picked.</summary>
    public bool IsWholeDatabase => SourceSchema is null && IncludeTables.Count == 0;

    /// <summary>Returns the schema in the target for an object of <paramref name="sourceSchema"/>.</summary>
    public string MapSchema(string sourceSchema) =>
        TargetSchema is not null && sourceSchema == SourceSchema ? TargetSchema : SchemaMap.GetValueOrDefault(sourceSchema, sourceSchema);

    /// <summary>Returns the name in the target for an object of the source.</summary>
    public QualifiedName Map(QualifiedName sourceName) => sourceName with { Schema = MapSchema(sourceName.Schema) };

    /// <summary>Returns the schemas whose name changes, by their names in the source.</summary>
    public IReadOnlyList<string> RenamedSchemas() =>
    [
        .. SchemaMap.Keys.Concat(SourceSchema is not null && TargetSchema is not null ? [SourceSchema] : [])
            .Distinct().Where(schema => MapSchema(schema) != schema).Order(StringComparer.Ordinal),
    ];
}
