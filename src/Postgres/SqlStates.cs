using System.Net.Sockets;
using System.Security.Authentication;
using System.Text;
using ActorMigrate.Migration.Failures;
using ActorMigrate.Postgres.Session;
using Npgsql;

namespace ActorMigrate.Postgres;

/// <summary>Decides what an error of a connection or a server means for the run: of a server's error by the table of SQLSTATEs,
/// <see cref="SqlStateClass"/>.</summary>
public static class SqlStates
{
    private const int LongestContext = 300;

    /// <summary>Classifies any exception that came out of this room or of Npgsql.
    /// An error of the server goes by its SQLSTATE (<see cref="SqlStateClass"/>). A broken, timed-out or closed connection is transient.
    /// A refusal is transient where its cause is, and fatal otherwise. Anything else is permanent.</summary>
    public static Failure Classify(Exception exception)
    {
        ArgumentNullException.ThrowIfNull(exception);
        return exception switch
        {
            ServerFailureException known => known.Failure,
            RefusedException refused => Refusal(refused),
            AggregateException { InnerExceptions.Count: > 0 } many => many.InnerExceptions.Select(Classify).MaxBy(f => Severity(f.Class))!,
            PostgresException server => OfServer(server),
            // A standby that is about to be promoted, or an old primary that is about to be stopped.
            UnwantedServerException unwanted => new Failure(FailureClass.Transient, null, unwanted.Message, unwanted.Remedy),
            OperationCanceledException => new Failure(FailureClass.Transient, null, "The operation was cancelled."),
            _ => OfTransport(exception),
        };
    }

    private static Failure Refusal(RefusedException refused)
    {
        var cause = refused.InnerException is null ? null : Classify(refused.InnerException);
        return new Failure(cause?.Class == FailureClass.Transient
            ? FailureClass.Transient
            : FailureClass.Fatal, cause?.SqlState, refused.Message, refused.Remedy);
    }

    private static Failure OfServer(PostgresException e)
    {
        if (IsCatalogRace(e))
            return new Failure(
                FailureClass.Transient, e.SqlState, Message(e), "Another session changed the same catalog rows at the same time.");
        if (IsRowTooLarge(e))
            return new Failure(FailureClass.Permanent, e.SqlState, Message(e), SqlStateClass.TooLarge);
        if (IsUnknownInFunction(e))
            return new Failure(FailureClass.Permanent, e.SqlState, Message(e), FunctionContext.Remedy(e.Where));
        if (IsUnknownInValue(e))
            return new Failure(FailureClass.Permanent, e.SqlState, Message(e), SqlStateClass.NameInValue);
        var line = SqlStateClass.Of(
            IsTakenTextSearchName(e) ? PostgresErrorCodes.DuplicateObject : IsFullDisk(e) ? PostgresErrorCodes.DiskFull : e.SqlState);
        return new Failure(line.Class, e.SqlState, Message(e), e.Hint is { Length: > 0 } hint ? Join(hint, line.Remedy) : line.Remedy);
    }

    /// <summary>Tells whether a row is too large for one message. Other limits have the same SQLSTATE, such as that of an index's row.
    /// </summary>
    public static bool IsRowTooLarge(PostgresException e) => e?.SqlState switch
    {
        PostgresErrorCodes.InternalError => e.MessageText.StartsWith("invalid memory alloc request size", StringComparison.Ordinal),
        PostgresErrorCodes.ProgramLimitExceeded =>
            e.MessageText == "out of memory" || e.MessageText.StartsWith("string buffer exceeds", StringComparison.Ordinal)
            || (e.Detail ?? "").StartsWith("Cannot enlarge string buffer", StringComparison.Ordinal),
        _ => false,
    };

    // The server tells the text of a statement that it ran by itself, which here is one of a function.
    private static bool IsUnknownInFunction(PostgresException e) => e.InternalQuery is { Length: > 0 } && IsUnknown(e);

    // COPY's own context comes first where the error is of a value's input, and after a function's where a trigger or default failed.
    private static bool IsUnknownInValue(PostgresException e) =>
        IsUnknown(e) && e.Where is { } where && where.StartsWith("COPY ", StringComparison.Ordinal);

    private static bool IsUnknown(PostgresException e) => e.SqlState
        is PostgresErrorCodes.UndefinedTable or PostgresErrorCodes.UndefinedFunction or PostgresErrorCodes.UndefinedObject
            or PostgresErrorCodes.UndefinedColumn or PostgresErrorCodes.InvalidSchemaName;

    // Two statements that make or alter related objects at once: one of them has to be repeated. PostgreSQL never translates the latter.
    private static bool IsCatalogRace(PostgresException e) => e.SqlState switch
    {
        PostgresErrorCodes.UniqueViolation => e.SchemaName == "pg_catalog" && !IsTakenTextSearchName(e),
        PostgresErrorCodes.InternalError => e.MessageText.StartsWith("tuple concurrently ", StringComparison.Ordinal),
        _ => false,
    };

    // CREATE TEXT SEARCH … does not look whether the name is taken, and leaves that to the catalog's unique index.
    private static bool IsTakenTextSearchName(PostgresException e) =>
        e is { SqlState: PostgresErrorCodes.UniqueViolation, SchemaName: "pg_catalog" }
        && e.TableName is "pg_ts_parser" or "pg_ts_template" or "pg_ts_dict" or "pg_ts_config";

    // A new session writes a file of what it has read of the catalogs. Up to PostgreSQL 15, it does not tell why it could not.
    private static bool IsFullDisk(PostgresException e) =>
        e is { SqlState: PostgresErrorCodes.InternalError, MessageText: "could not write init file" };

    private static Failure OfTransport(Exception e)
    {
        var chain = Chain(e).ToList();
        if (chain.OfType<PostgresException>().FirstOrDefault() is { } server)
            return OfServer(server);
        var said = chain.OfType<SocketException>().Cast<Exception>().FirstOrDefault() ?? chain[^1];
        var message = said == e ? e.Message : $"{e.Message.TrimEnd('.')}: {said.Message}";
        if (chain.Exists(c => c is AuthenticationException))
            return new Failure(FailureClass.Fatal, null, message, "Check the TLS settings of both ends.");
        return chain.Exists(IsLostConnection)
            ? new Failure(
                FailureClass.Transient, null, message, "Check the network and the server; the connection broke, or did not answer in time.")
            : new Failure(FailureClass.Permanent, null, message);
    }

    private static bool IsLostConnection(Exception e) => e switch
    {
        FileNotFoundException or DirectoryNotFoundException => false,
        IOException or SocketException or TimeoutException => true,
        NpgsqlException { IsTransient: true } => true,
        // Npgsql's words for a connection that broke before this use of it.
        ObjectDisposedException or InvalidOperationException => e.Source == nameof(Npgsql),
        _ => false,
    };

    private static string Message(PostgresException e)
    {
        var message = new StringBuilder(e.MessageText);
        Append(message, Object(e));
        Append(message, e.Detail);
        Append(message, e.Where is { Length: > 0 } where ? Shorten(where) : null);
        return message.ToString();
    }

    // The message often names the object in the server's own words; the fields name it in full.
    private static string? Object(PostgresException e)
    {
        if (e.TableName is not { Length: > 0 } table)
            return e.DataTypeName is { Length: > 0 } type ? $"type {e.SchemaName}.{type}" : null;
        var column = e.ColumnName is { Length: > 0 } c ? $", column {c}" : "";
        var constraint = e.ConstraintName is { Length: > 0 } k ? $", constraint {k}" : "";
        return $"table {e.SchemaName}.{table}{column}{constraint}";
    }

    private static string Shorten(string context)
    {
        var line = context.ReplaceLineEndings("; ");
        return line.Length <= LongestContext ? line : $"{line[..LongestContext]}…";
    }

    private static void Append(StringBuilder message, string? part)
    {
        if (!string.IsNullOrEmpty(part))
            message.Append("; ").Append(part);
    }

    private static string Join(string hint, string? remedy) => remedy is null ? hint : $"{hint.TrimEnd('.')}. {remedy}";

    private static IEnumerable<Exception> Chain(Exception e)
    {
        for (Exception? link = e; link is not null; link = link.InnerException)
            yield return link;
    }

    private static int Severity(FailureClass c) => c switch
    {
        FailureClass.Fatal => 2,
        FailureClass.Permanent => 1,
        _ => 0,
    };
}
