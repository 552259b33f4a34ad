using ActorMigrate.Catalog.Objects;
using ActorMigrate.Migration;
using ActorMigrate.Migration.Failures;
using ActorMigrate.Migration.Options;
using ActorMigrate.Postgres;

namespace ActorMigrate.Catalog.Scope;

/// <summary>Decides which tables are in scope. A pattern that matches a partitioned table means its partitions too; one that picks a child
/// or partition alone brings the definitions of its parents.</summary>
internal static class ScopeResolver
{
    /// <summary>Returns the in-scope tables; a schema or pattern that nothing matches is refused as bad usage.</summary>
    public static IReadOnlyList<Relation> Tables(
        IReadOnlyList<Relation> relations, IReadOnlyList<Schema> schemas, MigrationScope scope)
    {
        RefuseSchemas(schemas, scope);
        var tables = relations.Where(relation => relation.IsTable && InSchema(relation.Name.Schema, scope)).ToList();
        var parents = relations.ToDictionary(relation => relation.Oid);
        var include = Patterns(scope.IncludeTables, "include", tables);
        var exclude = Patterns(scope.ExcludeTables, "exclude", tables);
        var picked =
            tables.Where(table => (include.Count == 0 || Matches(table, include, parents)) && !Matches(table, exclude, parents)).ToList();
        var all = include.Count == 0 ? picked : WithParents(picked, tables.Where(table => !Matches(table, exclude, parents)));
        RefuseHalfDetached(all);
        return all;
    }

    // Its parent leaves it out of queries, and ATTACH PARTITION would bring its rows back.
    private static void RefuseHalfDetached(List<Relation> picked)
    {
        var oids = picked.Select(table => table.Oid).ToHashSet();
        foreach (var table in picked.Where(table => table.IsBeingDetached && oids.Contains(table.PartitionOf)))
        {
            var parent = Identifier.Qualify(picked.First(one => one.Oid == table.PartitionOf).Name);
            throw new RefusedException(
                $"The partition {table.Name} is being detached from its parent: DETACH PARTITION CONCURRENTLY was begun in "
                    + "the source and has not ended.",
                $"Wait until it ends, or, if it was interrupted, end it: ALTER TABLE {parent} DETACH PARTITION "
                    + $"{Identifier.Qualify(table.Name)} FINALIZE;");
        }
    }

    // A child or partition cannot be what it is without its parents. They are migrated with their definition, and without their rows.
    private static List<Relation> WithParents(List<Relation> picked, IEnumerable<Relation> allowed)
    {
        var others = allowed.ToDictionary(table => table.Oid);
        foreach (var table in picked)
            others.Remove(table.Oid);
        var open = new Queue<Relation>(picked);
        while (open.TryDequeue(out var child))
        {
            foreach (var oid in child.Parents)
            {
                if (!others.Remove(oid, out var parent))
                    continue;
                picked.Add(parent with { ComesAlong = true });
                open.Enqueue(parent);
            }
        }
        return picked;
    }

    public static bool InSchema(string schema, MigrationScope scope) =>
        scope.SourceSchema is null || scope.SourceSchema == schema;

    private static bool Matches(Relation table, IReadOnlyList<TablePattern> patterns, Dictionary<uint, Relation> relations)
    {
        for (Relation? relation = table; relation is not null; relation = relations.GetValueOrDefault(relation.PartitionOf))
        {
            if (patterns.Any(pattern => pattern.Matches(relation.Name)))
                return true;
        }
        return false;
    }

    private static List<TablePattern> Patterns(IReadOnlyList<string> texts, string option, List<Relation> tables)
    {
        var patterns = texts.Select(text => new TablePattern(text)).ToList();
        var unmatched = patterns.FirstOrDefault(pattern => !tables.Exists(table => pattern.Matches(table.Name)));
        if (unmatched is null)
            return patterns;
        var near = NearNames.Of(unmatched.Text, tables.SelectMany(table => new[] { table.Name.Name, table.Name.ToString() }));
        throw new RefusedException(
            Outcome.BadUsage,
            $"No table matches the pattern \"{unmatched.Text}\" of the tables to {option}.",
            near.Count > 0
                ? $"Did you mean {string.Join(" or ", near)}? Names are compared with their case; * stands for any characters, ? for one."
                : "Names are compared with their case; * stands for any characters, ? for one. Check the schema, too.");
    }

    private static void RefuseSchemas(IReadOnlyList<Schema> schemas, MigrationScope scope)
    {
        var names = schemas.Select(schema => schema.Name).ToHashSet();
        if (scope.SchemaMap.Keys.Append(scope.SourceSchema).OfType<string>().FirstOrDefault(name => !names.Contains(name)) is { } unknown)
            throw Unknown(unknown, names);
        TargetSchemaNames.Check(scope);
        foreach (var renamed in scope.SchemaMap.Keys)
            RefuseUnion(renamed, names, scope);
    }

    private static RefusedException Unknown(string schema, IReadOnlySet<string> names)
    {
        var near = NearNames.Of(schema, names);
        return new RefusedException(
            Outcome.BadUsage,
            $"The source has no schema \"{schema}\".",
            near.Count > 0 ? $"Did you mean {string.Join(" or ", near)}?" : $"Its schemas are: {string.Join(", ", names.Take(20))}.");
    }

    // Two schemas in one could hold the same name twice, and each would come to see the other's objects.
    private static void RefuseUnion(string renamed, IReadOnlySet<string> names, MigrationScope scope)
    {
        var target = scope.MapSchema(renamed);
        if (names.FirstOrDefault(name => name != renamed && InSchema(name, scope) && scope.MapSchema(name) == target) is { } other)
        {
            throw new RefusedException(
                Outcome.BadUsage,
                $"Schemas {renamed} and {other} of the source would both be called {target} in the target.",
                "Schemas cannot be merged: choose another name, or map the other schema, too.");
        }
    }
}
