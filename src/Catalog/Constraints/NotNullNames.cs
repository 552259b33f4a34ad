using System.Globalization;
using System.Text;
using ActorMigrate.Postgres;

namespace ActorMigrate.Catalog.Constraints;

/// <summary>Names not-null constraints of sources in which they have none, where the name that the target's version would make up belongs
/// to a constraint of the source: <c>t_v_not_null</c> for column v of table t (from 18 on),
/// <c>d_not_null</c> for domain d (from 17 on).</summary>
internal static class NotNullNames
{
    private const string Label = "not_null";

    /// <summary>Returns the clause that names the constraint of a column or domain, or an empty text where the server's own choice is
    /// free.</summary>
    public static string Clause(string owner, string? column, IEnumerable<string> taken)
    {
        var names = taken.ToHashSet();
        if (!names.Contains(Make(owner, column, Label)))
            return "";
        var number = 1;
        while (names.Contains(Make(owner, column, Label + number.ToString(CultureInfo.InvariantCulture))))
            number++;
        return $" CONSTRAINT {Identifier.Quote(Make(owner, column, Label + number.ToString(CultureInfo.InvariantCulture)))}";
    }

    // As makeObjectName does in PostgreSQL's sources: the longer part is cut first, at whole characters.
    private static string Make(string owner, string? column, string label)
    {
        var room = Identifier.MostBytes - label.Length - 1 - (column is null ? 0 : 1);
        var (first, second) = (Encoding.UTF8.GetByteCount(owner), column is null ? 0 : Encoding.UTF8.GetByteCount(column));
        while (first + second > room)
            _ = first > second ? first-- : second--;
        return $"{Cut(owner, first)}{(column is null ? "" : "_" + Cut(column, second))}_{label}";
    }

    private static string Cut(string name, int bytes)
    {
        var cut = new StringBuilder(name.Length);
        foreach (var rune in name.EnumerateRunes())
        {
            bytes -= rune.Utf8SequenceLength;
            if (bytes < 0)
                break;
            cut.Append(rune);
        }
        return cut.ToString();
    }
}
