namespace ActorMigrate.Host.Settings;

/// <summary>Finds what a misspelt name may have meant.</summary>
internal static class Spelling
{
    /// <summary>Returns the nearest of <paramref name="known"/>, or null where none is near.</summary>
    public static string? Nearest(string name, IEnumerable<string> known)
    {
        var core = Core(name);
        var best = known.MinBy(candidate => Distance(core, Core(candidate)));
        return best is not null && Distance(core, Core(best)) <= Math.Max(1, core.Length / 4) ? best : null;
    }

    /// <summary>Returns the letters and digits that tell names apart: without what they all begin with, case and separators.</summary>
    private static string Core(string name)
    {
        var start = name.StartsWith("ACTORMIGRATE_", StringComparison.Ordinal) ? "ACTORMIGRATE_".Length : name.LastIndexOf('.') + 1;
        return new string(name[start..].Where(char.IsLetterOrDigit).Select(char.ToLowerInvariant).ToArray());
    }

    /// <summary>Returns the fewest changes that turn <paramref name="a"/> into <paramref name="b"/>: of single characters, or of two
    /// neighbours that change places.</summary>
    internal static int Distance(string a, string b)
    {
        int[] before = [];
        var above = Enumerable.Range(0, b.Length + 1).ToArray();
        for (var i = 1; i <= a.Length; i++)
        {
            var row = new int[b.Length + 1];
            row[0] = i;
            for (var j = 1; j <= b.Length; j++)
            {
                row[j] = Math.Min(above[j - 1] + (a[i - 1] == b[j - 1] ? 0 : 1), Math.Min(above[j], row[j - 1]) + 1);
                if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1])
                    row[j] = Math.Min(row[j], before[j - 2] + 1);
            }

            (before, above) = (above, row);
        }

        return above[^1];
    }
}
