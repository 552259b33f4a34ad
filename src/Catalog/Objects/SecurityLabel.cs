using ActorMigrate.Catalog.Reading;
using ActorMigrate.Postgres;
using Npgsql;

namespace ActorMigrate.Catalog.Objects;

/// <summary>A label of a security provider on an object, or on one of its columns (0 is the whole).</summary>
internal sealed record SecurityLabel(ObjectAddress On, int Column, string? ColumnName, string Provider, string Label)
{
    public static SecurityLabel Read(NpgsqlDataReader row) =>
        new(new ObjectAddress(row.Oid(0), row.Oid(1)), row.GetInt32(2), row.TextOrNull(3), row.Text(4), row.Text(5));
}
