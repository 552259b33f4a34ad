using System.Text.RegularExpressions;
using ActorMigrate.Postgres;
using Npgsql;

namespace ActorMigrate.Transfer.Statements;

/// <summary>Tells whether a GRANT or REVOKE that changed nothing had nothing to change: the target's object has the privileges already,
/// perhaps because its owner granted them meanwhile.</summary>
internal static partial class PrivilegeState
{
    private const string Looking = "privilege_state";

    private static readonly string Sql = SqlText.Load(typeof(PrivilegeState).Assembly, "privilege-state.sql");

    /// <summary>Asks within the transaction that <paramref name="target"/> is in. False, too, where the object is of a kind that is not
    /// looked at, such as a column.</summary>
    public static async Task<bool> IsReachedAsync(NpgsqlConnection target, string statement, CancellationToken cancellationToken)
    {
        if (Grammar().Match(statement) is not { Success: true } read)
            return false;
        await target.RunAsync($"SAVEPOINT {Looking}", cancellationToken);
        try
        {
            return await AskAsync(target, read, cancellationToken);
        }
        catch (PostgresException unread) when (!unread.IsTransient)
        {
            // Not every name of GRANT is one that the functions of the server can read, such as one with VARIADIC.
            await target.RunAsync($"ROLLBACK TO SAVEPOINT {Looking}", cancellationToken);
            return false;
        }
    }

    private static async Task<bool> AskAsync(NpgsqlConnection target, Match read, CancellationToken cancellationToken)
    {
        var role = read.Groups["role"].Value;
        await using var command = new NpgsqlCommand(Sql, target)
        {
            Parameters =
            {
                new NpgsqlParameter<string[]> { TypedValue = read.Groups["privileges"].Value.Split(", ") },
                new NpgsqlParameter<string> { TypedValue = read.Groups["kind"].Value },
                new NpgsqlParameter<string> { TypedValue = read.Groups["object"].Value },
                new NpgsqlParameter<string> { TypedValue = role == "PUBLIC" ? "" : Identifier.Unquote(role) },
                new NpgsqlParameter<bool> { TypedValue = read.Groups["option"].Success },
                new NpgsqlParameter<bool> { TypedValue = read.Groups["verb"].Value == "REVOKE" },
            },
        };
        return await command.ExecuteScalarAsync(cancellationToken) is true;
    }

    // As the catalog's writer of privileges spells them. A quoted name may hold any words, so the role is sought from the end.
    [GeneratedRegex(
        "^(?<verb>GRANT|REVOKE) (?!ALL )(?<privileges>[A-Z, ]+) ON (?<kind>FUNCTION|PROCEDURE|TYPE|DOMAIN|TABLE|SEQUENCE|LANGUAGE|"
            + "FOREIGN DATA WRAPPER|FOREIGN SERVER|DATABASE) (?<object>.+) (TO|FROM) (?<role>PUBLIC|\"(?:[^\"]|\"\")+\")"
            + "(?<option> WITH GRANT OPTION)?$",
        RegexOptions.CultureInvariant | RegexOptions.Singleline)]
    private static partial Regex Grammar();
}
