using System.Text;

namespace ActorMigrate.Validation.Rows;

/// <summary>Takes a value's text out of that of a record of one field (manual, section 8.16.6),
/// which tells NULL from an empty text. Pure.</summary>
internal static class ShownValue
{
    /// <summary>The most characters of a value that are shown.</summary>
    public const int MostCharacters = 200;

    /// <summary>So many characters of the record are read; a longer one is shown cut.</summary>
    public const int MostRead = (2 * MostCharacters) + 3;

    /// <summary>Returns the value, null for NULL; a long one is cut and ends with an ellipsis.</summary>
    public static string? Of(string record)
    {
        var isCut = record.Length >= MostRead;
        var body = isCut ? record[1..] : record[1..^1];
        if (body.Length == 0)
            return null;
        var value = body[0] == '"' ? Unquoted(body[1..]) : body;
        return value.Length > MostCharacters || isCut ? value[..Math.Min(value.Length, MostCharacters)] + "…" : value;
    }

    private static string Unquoted(string quoted)
    {
        var value = new StringBuilder(quoted.Length);
        for (var i = 0; i < quoted.Length; i++)
        {
            if (quoted[i] is '"' or '\\' && ++i == quoted.Length)
                break;
            value.Append(quoted[i]);
        }

        return value.ToString();
    }
}
