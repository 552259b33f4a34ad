using System.Globalization;

namespace Akka.Configuration.Hocon;

/// <summary>Reads sizes such as <c>512k</c>, <c>1 MiB</c> or <c>2 GB</c>: units of one letter and those with an i are powers of 1024.</summary>
internal static class ByteSizes
{
    private static readonly string[][] _binary =
    [
        ["K", "k", "Ki", "KiB", "kibibyte", "kibibytes"],
        ["M", "m", "Mi", "MiB", "mebibyte", "mebibytes"],
        ["G", "g", "Gi", "GiB", "gibibyte", "gibibytes"],
        ["T", "t", "Ti", "TiB", "tebibyte", "tebibytes"],
        ["P", "p", "Pi", "PiB", "pebibyte", "pebibytes"],
        ["E", "e", "Ei", "EiB", "exbibyte", "exbibytes"],
    ];

    private static readonly string[][] _decimal =
    [
        ["kB", "kilobyte", "kilobytes"],
        ["MB", "megabyte", "megabytes"],
        ["GB", "gigabyte", "gigabytes"],
        ["TB", "terabyte", "terabytes"],
        ["PB", "petabyte", "petabytes"],
        ["EB", "exabyte", "exabytes"],
    ];

    public static long Parse(string text)
    {
        var split = text.AsSpan().LastIndexOfAnyInRange('0', '9') + 1;
        var unit = text[split..].Trim();
        if (!long.TryParse(text[..split].Trim(), NumberStyles.AllowLeadingSign, NumberFormatInfo.InvariantInfo, out var number))
            throw new FormatException($"'{text}' is not a size; write a whole number and a unit, such as 512k or 1 MiB");
        try
        {
            return checked(number * Factor(unit, text));
        }
        catch (OverflowException)
        {
            throw new FormatException($"the size '{text}' is too large");
        }
    }

    private static long Factor(string unit, string text)
    {
        if (unit is "" or "b" or "B" or "byte" or "bytes")
            return 1;
        return Power(_binary, unit, 1024) ?? Power(_decimal, unit, 1000)
            ?? throw new FormatException($"'{text}' is not a size; its unit is one of B, k, kB, KiB, m, MB, MiB, g, GB, GiB, t, TB, TiB");
    }

    private static long? Power(string[][] units, string unit, long step)
    {
        var factor = 1L;
        foreach (var names in units)
        {
            factor *= step;
            if (names.Contains(unit))
                return factor;
        }

        return null;
    }
}
