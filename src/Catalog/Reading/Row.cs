using Npgsql;

namespace ActorMigrate.Catalog.Reading;

/// <summary>Reads the types of the catalogs by position, beside <see cref="Postgres.Rows"/>.</summary>
internal static class Row
{
    public static string Text(this NpgsqlDataReader row, int at) => row.GetString(at);

    public static char Letter(this NpgsqlDataReader row, int at) => row.GetString(at)[0];

    public static char? LetterOrNull(this NpgsqlDataReader row, int at) => row.IsDBNull(at) ? null : row.GetString(at)[0];

    public static bool Flag(this NpgsqlDataReader row, int at) => !row.IsDBNull(at) && row.GetBoolean(at);

    public static uint Oid(this NpgsqlDataReader row, int at) => row.IsDBNull(at) ? 0 : row.GetFieldValue<uint>(at);

    public static T[] Array<T>(this NpgsqlDataReader row, int at) => row.IsDBNull(at) ? [] : row.GetFieldValue<T[]>(at);
}
