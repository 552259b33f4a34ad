using System.Text.RegularExpressions;
using ActorMigrate.Postgres;
using Npgsql;

namespace ActorMigrate.Transfer.Statements;

/// <summary>Takes it for an error when GRANT or REVOKE changes nothing: PostgreSQL only warns of that, where the role that grants has a
/// privilege on the object and may not pass it on.</summary>
internal static partial class PrivilegeWarnings
{
    /// <summary>Runs <paramref name="batch"/>; returns the place of the first statement that changed nothing where it had something to
    /// change, and an error in its place, or null. Statements are only looked at where <paramref name="isLookedAt"/> says so for their
    /// place.</summary>
    public static async Task<(int Index, PostgresException Error)?> ExecuteAsync(
        NpgsqlConnection target, NpgsqlBatch batch, Func<int, bool> isLookedAt, CancellationToken cancellationToken)
    {
        var warned = new List<(int Index, PostgresNotice Notice)>();
        void Look(object sender, NpgsqlNoticeEventArgs said)
        {
            if (said.Notice.SqlState is PostgresErrorCodes.PrivilegeNotGrantedWarning or PostgresErrorCodes.PrivilegeNotRevokedWarning
                && Running(batch) is var index and >= 0
                && isLookedAt(index) && !OnSchema().IsMatch(batch.BatchCommands[index].CommandText))
                warned.Add((index, said.Notice));
        }

        target.Notice += Look;
        try
        {
            await batch.ExecuteNonQueryAsync(cancellationToken);
        }
        finally
        {
            target.Notice -= Look;
        }

        foreach (var (index, notice) in warned)
        {
            var statement = batch.BatchCommands[index].CommandText;
            if (!await PrivilegeState.IsReachedAsync(target, statement, cancellationToken))
                return (index, ErrorOf(notice, statement));
        }

        return null;
    }

    /// <summary>Runs one task's statements, and fails where one of them changed nothing.</summary>
    public static async Task ExecuteAsync(NpgsqlConnection target, IEnumerable<string> statements, CancellationToken cancellationToken)
    {
        await using var batch = target.BatchOf(statements);
        if (await ExecuteAsync(target, batch, _ => true, cancellationToken) is { } found)
            throw found.Error;
    }

    // A statement gets its type when the server has completed it.
    private static int Running(NpgsqlBatch batch)
    {
        for (var at = 0; at < batch.BatchCommands.Count; at++)
        {
            if (batch.BatchCommands[at].StatementType == StatementType.Unknown)
                return at;
        }

        return -1;
    }

    // Privileges on schemas are compared with the target's by a statement of their own.
    [GeneratedRegex("^(GRANT|REVOKE) [A-Z, ]+ ON SCHEMA ", RegexOptions.CultureInvariant)]
    private static partial Regex OnSchema();

    private static PostgresException ErrorOf(PostgresNotice said, string statement) => new(
        said.MessageText, "ERROR", "ERROR", PostgresErrorCodes.InsufficientPrivilege,
        hint: "The role has privileges on the object in the target and may not pass them on. As the object's owner or a superuser: "
            + $"{statement}");
}
