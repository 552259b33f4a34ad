using Npgsql;

namespace ActorMigrate.Catalog.Reading;

/// <summary>Recognizes errors of reading the definition of an object that another session drops meanwhile. The catalogs' rows are those of
/// the snapshot, and the server writes definitions from what there is now: it answers with NULL, or
/// says that it does not find something.</summary>
public static class VanishedObject
{
    /// <summary>Tells whether <paramref name="error"/> may come of such an object, so that a read
    /// under a new snapshot may succeed.</summary>
    public static bool MayExplain(Exception error) => error
        is InvalidCastException
        or PostgresException { SqlState: PostgresErrorCodes.InternalError or PostgresErrorCodes.UndefinedTable
            or PostgresErrorCodes.UndefinedObject or PostgresErrorCodes.UndefinedFunction };
}
