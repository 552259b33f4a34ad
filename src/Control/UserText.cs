using System.Globalization;
using System.Text;
using ActorMigrate.Postgres;
using ActorMigrate.Postgres.Facts;
using Npgsql;

namespace ActorMigrate.Control;

/// <summary>A text for people, such as an error's message, a remedy or a finding, as a value of a statement of the ledger. The target's
/// encoding may lack characters of it: <see cref="LedgerSession"/> writes these as their numbers (<c>\u20AC</c>), and ellipses as dots.
/// Names by which the ledger finds something are plain strings, and stay as they are.</summary>
internal readonly record struct UserText(string? Text)
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

    /// <summary>Returns <paramref name="values"/> with the texts among them as the target's encoding can hold them.</summary>
    public static async Task<object?[]> WritableAsync(NpgsqlConnection open, object?[] values, CancellationToken cancellationToken)
    {
        var texts = values.OfType<UserText>().Select(text => text.Text).ToList();
        if (texts.Count == 0)
            return values;
        var write = await WriterAsync(open, texts, cancellationToken);
        return [.. values.Select(value => value is UserText user ? write(user.Text) : value)];
    }

    /// <summary>Returns a function that writes each of <paramref name="texts"/> as the target's encoding can hold it.</summary>
    public static async Task<Func<string?, string?>> WriterAsync(
        NpgsqlConnection open, IEnumerable<string?> texts, CancellationToken cancellationToken)
    {
        if (open.PostgresParameters["server_encoding"] is DatabaseEncoding.Utf8 or DatabaseEncoding.SqlAscii)
            return text => text;
        var beyond = texts.OfType<string>().SelectMany(text => text.EnumerateRunes()).Where(rune => !rune.IsAscii).ToHashSet();
        if (beyond.Count == 0)
            return text => text;
        var lacking = await LackingAsync(open, beyond, cancellationToken);
        return text => text is null || lacking.Count == 0 ? text : Without(text, lacking);
    }

    private static async Task<HashSet<Rune>> LackingAsync(
        NpgsqlConnection open, IReadOnlyCollection<Rune> runes, CancellationToken cancellationToken)
    {
        var characters = runes.ToLookup(rune => Convert.ToHexString(Encoding.UTF8.GetBytes(rune.ToString())));
        var ask = Ask.Replace("{0}", string.Join(',', characters.Select(character => character.Key)), StringComparison.Ordinal);
        await using var batch = open.BatchOf([$"DO LANGUAGE plpgsql {Literal.Quote(ask)}"]);
        batch.Add("SELECT pg_catalog.current_setting('actormigrate.lacking')");
        var lacking = "";
        await using (var reader = await batch.ExecuteReaderAsync(cancellationToken))
        {
            if (await reader.ReadAsync(cancellationToken))
                lacking = reader.GetString(0);
        }

        return lacking.Split(' ', StringSplitOptions.RemoveEmptyEntries).SelectMany(character => characters[character]).ToHashSet();
    }

    private static string Without(string text, IReadOnlySet<Rune> lacking)
    {
        var written = new StringBuilder(text.Length);
        foreach (var rune in text.EnumerateRunes())
        {
            if (!lacking.Contains(rune))
                written.Append(rune);
            else if (rune.Value == '…')
                written.Append("...");
            else
                written.Append(CultureInfo.InvariantCulture, $"\\u{rune.Value:X4}");
        }

        return written.ToString();
    }
}
