using System.Text;
using Npgsql;

namespace ActorMigrate.Postgres.Facts;

/// <summary>Finds characters that the encoding of a database lacks. A server would refuse a statement or value that holds one.</summary>
public static class LackingCharacters
{
    // One statement asks for all characters, in or out of a transaction, without ending that.
    private const string Ask = """
        DECLARE
          character text;
          lacking text := '';
        BEGIN
          FOREACH character IN ARRAY '{{0}}'::text[] LOOP
            BEGIN
              PERFORM pg_catalog.convert(pg_catalog.decode(character, 'hex'), 'UTF8', pg_catalog.getdatabaseencoding());
            EXCEPTION WHEN untranslatable_character OR character_not_in_repertoire THEN
              lacking := pg_catalog.concat(lacking, ' ', character);
            END;
          END LOOP;
          PERFORM pg_catalog.set_config('actormigrate.lacking', lacking, true);
        END
        """;

    /// <summary>Tells whether the database of <paramref name="session"/> may lack characters; one of SQL_ASCII keeps bytes as they
    /// come.</summary>
    public static bool MayBe(NpgsqlConnection session)
    {
        ArgumentNullException.ThrowIfNull(session);
        return session.PostgresParameters["server_encoding"] is not (DatabaseEncoding.Utf8 or DatabaseEncoding.SqlAscii);
    }

    /// <summary>Returns the characters of <paramref name="texts"/> that the database of <paramref name="session"/> lacks.</summary>
    public static async Task<IReadOnlySet<Rune>> FindAsync(
        NpgsqlConnection session, IEnumerable<string?> texts, CancellationToken cancellationToken)
    {
        if (!MayBe(session))
            return new HashSet<Rune>();
        var beyond = texts.OfType<string>().SelectMany(text => text.EnumerateRunes()).Where(rune => !rune.IsAscii).ToHashSet();
        return beyond.Count == 0 ? beyond : await AskAsync(session, beyond, cancellationToken).ConfigureAwait(false);
    }

    private static async Task<HashSet<Rune>> AskAsync(
        NpgsqlConnection session, IReadOnlyCollection<Rune> runes, CancellationToken cancellationToken)
    {
        var characters = runes.ToLookup(rune => Convert.ToHexString(Encoding.UTF8.GetBytes(rune.ToString())));
        var ask = Ask.Replace("{0}", string.Join(',', characters.Select(character => character.Key)), StringComparison.Ordinal);
        using var batch = session.BatchOf([$"DO LANGUAGE plpgsql {Literal.Quote(ask)}"]);
        batch.Add("SELECT pg_catalog.current_setting('actormigrate.lacking')");
        using var reader = await batch.ExecuteReaderAsync(cancellationToken).ConfigureAwait(false);
        var lacking = await reader.ReadAsync(cancellationToken).ConfigureAwait(false) ? reader.GetString(0) : "";
        return lacking.Split(' ', StringSplitOptions.RemoveEmptyEntries).SelectMany(character => characters[character]).ToHashSet();
    }
}
