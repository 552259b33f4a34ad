using ActorMigrate.Postgres;
using ActorMigrate.Postgres.Facts;

namespace ActorMigrate.Coordinator.Preflight.Checks;

/// <summary>Encodings of the two databases. Rows travel as UTF-8, and each server converts from and to its own.</summary>
internal static class Encodings
{
    public static IEnumerable<CheckFinding> Find(ServersSeen seen)
    {
        var (from, to) = (seen.Source.Encoding, seen.Target.Encoding);
        if (from == to)
            return [];
        CheckFinding[] fails =
            [.. Unconvertible("source", seen.Source, seen.SourceState), .. Unconvertible("target", seen.Target, seen.TargetState)];
        return fails.Length > 0 ? fails : Warnings(from, to, seen.Target.Database);
    }

    private static IEnumerable<CheckFinding> Unconvertible(string side, ServerFacts facts, ServerState state)
    {
        if (facts.Encoding is not (DatabaseEncoding.Utf8 or DatabaseEncoding.SqlAscii)
            && !state.Conversions.Contains(DatabaseEncoding.Utf8))
        {
            yield return CheckFinding.Fail(
                $"database {facts.Database}",
                $"The {side} database {facts.Database} has the encoding {facts.Encoding}, and its server has no "
                    + "conversion between that and UTF8.",
                "Migrate between databases of one encoding, or of encodings with such a conversion: CREATE DATABASE … "
                    + "TEMPLATE template0 ENCODING …");
        }
    }

    private static IEnumerable<CheckFinding> Warnings(string from, string to, string database)
    {
        var remedy =
            $"Migrate into a database of the source's encoding: CREATE DATABASE … TEMPLATE template0 ENCODING {Literal.Quote(from)}, "
                + "or look for such values first.";
        if (from == DatabaseEncoding.SqlAscii)
        {
            yield return CheckFinding.Warn(
                $"database {database}",
                $"The source has the encoding SQL_ASCII and holds bytes of any kind; a table with bytes that are no {to} fails when "
                    + "it is copied (SQLSTATE 22021).", remedy);
        }
        else if (to == DatabaseEncoding.SqlAscii && from != DatabaseEncoding.Utf8)
        {
            yield return CheckFinding.Warn(
                $"database {database}",
                $"The source has the encoding {from} and the target SQL_ASCII, which keeps bytes as they come; texts arrive there as "
                    + "UTF-8.",
                remedy);
        }
        else if (to is not (DatabaseEncoding.Utf8 or DatabaseEncoding.SqlAscii))
        {
            yield return CheckFinding.Warn(
                $"database {database}",
                $"The source has the encoding {from} and the target {to}; a table with a character that {to} does not have fails when "
                    + "it is copied (SQLSTATE 22P05).", remedy);
        }
    }
}
