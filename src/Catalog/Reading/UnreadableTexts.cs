using System.Text;
using ActorMigrate.Migration;
using ActorMigrate.Postgres;
using Npgsql;

namespace ActorMigrate.Catalog.Reading;

/// <summary>Names the objects whose names or definitions hold bytes that are no UTF-8, as those of a database of SQL_ASCII may.</summary>
internal static class UnreadableTexts
{
    private static readonly UTF8Encoding Strict = new(false, throwOnInvalidBytes: true);

    /// <summary>Returns the objects; bytes that are no UTF-8 are written as <c>\xE9</c>.</summary>
    public static async Task<IReadOnlyList<string>> FindAsync(NpgsqlConnection session, CancellationToken ct)
    {
        await using var command = new NpgsqlCommand(SqlText.Load<CatalogSession>("unreadable_texts.sql"), session) { CommandTimeout = 0 };
        var stored = await command.ReadAllAsync(row => (Object: row.GetFieldValue<byte[]>(0), Text: row.GetFieldValue<byte[]>(1)), ct);
        return [.. stored.Where(one => !IsReadable(one.Text)).Select(one => Shown(one.Object)).Distinct()];
    }

    private static bool IsReadable(byte[] text)
    {
        try
        {
            Strict.GetCharCount(text);
            return true;
        }
        catch (DecoderFallbackException)
        {
            return false;
        }
    }

    private static string Shown(ReadOnlySpan<byte> bytes)
    {
        var shown = new StringBuilder();
        while (!bytes.IsEmpty)
        {
            var isRune = Rune.DecodeFromUtf8(bytes, out var rune, out var length) == System.Buffers.OperationStatus.Done;
            shown.Append(isRune ? rune.ToString() : string.Concat(bytes[..length].ToArray().Select(one => $"\\x{one:X2}")));
            bytes = bytes[length..];
        }
        return shown.ToString();
    }
}
