using System.Globalization;
using System.Text;
using ActorMigrate.Postgres.Facts;
using Npgsql;

namespace ActorMigrate.Control;

/// <summary>A text for people, such as an error's message, a remedy or a finding, as a value of a statement of the ledger. The target's
/// encoding may lack characters of it: <see cref="LedgerSession"/> writes these as their numbers (<c>\u20AC</c>), and ellipses as dots.
/// Names by which the ledger finds something are plain strings, and stay as they are.</summary>
internal readonly record struct UserText(string? Text)
{
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
        var lacking = await LackingCharacters.FindAsync(open, texts, cancellationToken);
        return text => text is null || lacking.Count == 0 ? text : Without(text, lacking);
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
