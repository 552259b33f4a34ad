using ActorMigrate.Catalog.Constraints;
using ActorMigrate.Catalog.Reading;
using ActorMigrate.Catalog.Tables;
using ActorMigrate.Migration;
using ActorMigrate.Migration.Options;
using ActorMigrate.Postgres;
using Npgsql;

namespace ActorMigrate.Catalog.Inspection;

/// <summary>A foreign key of the target, and whether the source's own foreign keys vouch for the rows that are copied under it.</summary>
internal sealed record ForeignKeyMatch(uint Table, string Name, QualifiedName Referenced, bool IsValid, IReadOnlyList<string> Columns)
{
    public static ForeignKeyMatch Read(NpgsqlDataReader row) =>
        new(row.Oid(0), row.Text(1), row.Name(2), row.Flag(4), row.Array<string>(5));

    /// <summary>Returns true when the source has the same foreign key, and the table that it refers to is copied together with
    /// <paramref name="table"/>.</summary>
    public bool IsVouchedFor(Table table, IReadOnlyDictionary<uint, Table> tables, MigrationScope scope) => table.Constraints.Any(key =>
        key.Kind == ConstraintKind.ForeignKey
        && key.Name == Name
        && (key.IsValid || !IsValid)
        && tables.GetValueOrDefault(key.ReferencedTable) is { } referenced
        && scope.Map(referenced.Name) == Referenced
        && key.Columns.Select(number => table.Columns.First(column => column.Number == number).Name).SequenceEqual(Columns));
}
