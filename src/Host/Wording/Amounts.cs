using System.Globalization;

namespace ActorMigrate.Host.Wording;

/// <summary>Writes counts, sizes and durations for people.</summary>
internal static class Amounts
{
    private static readonly string[] _units = ["B", "KiB", "MiB", "GiB", "TiB", "PiB"];

    public static string Count(long count) => count.ToString("N0", CultureInfo.InvariantCulture);

    /// <summary>Returns a count with its noun: <c>1 table</c>, <c>2 tables</c>.</summary>
    public static string Count(long count, string noun) => $"{Count(count)} {noun}{(count == 1 ? "" : "s")}";

    /// <summary>Bytes in powers of 1024, with three digits or so.</summary>
    public static string Bytes(double bytes)
    {
        var unit = 0;
        for (; bytes >= 1000 && unit < _units.Length - 1; unit++)
            bytes /= 1024;
        var format = unit == 0 || bytes >= 99.95 ? "0" : "0.0";
        return bytes.ToString(format, CultureInfo.InvariantCulture) + " " + _units[unit];
    }

    public static string BytesPerSecond(double rate) => Bytes(rate) + "/s";

    public static string Duration(TimeSpan time) => time.TotalSeconds switch
    {
        < 9.95 => string.Create(CultureInfo.InvariantCulture, $"{time.TotalSeconds:0.0} s"),
        < 59.5 => string.Create(CultureInfo.InvariantCulture, $"{time.TotalSeconds:0} s"),
        < 3600 - 0.5 => Split(time, TimeSpan.FromMinutes(1), "m", "s"),
        < 86400 - 30 => Split(time, TimeSpan.FromHours(1), "h", "m"),
        _ => Split(time, TimeSpan.FromDays(1), "d", "h"),
    };

    public static string Seconds(double seconds) => Duration(TimeSpan.FromSeconds(seconds));

    /// <summary>Returns progress in percent, rounded down: 100 % only at the end.</summary>
    public static string Percent(double share) => string.Create(CultureInfo.InvariantCulture, $"{Math.Floor(share * 100):0} %");

    /// <summary>Returns a part of a whole in percent.</summary>
    public static string Part(long part, long whole) =>
        string.Create(CultureInfo.InvariantCulture, $"{100.0 * part / Math.Max(1, whole):0} %");

    private static string Split(TimeSpan time, TimeSpan unit, string whole, string rest)
    {
        var part = unit.TotalDays >= 1 ? TimeSpan.FromHours(1) : unit / 60;
        var parts = (long)Math.Round(time / part);
        var perWhole = (long)(unit / part);
        return string.Create(CultureInfo.InvariantCulture, $"{parts / perWhole} {whole} {parts % perWhole:00} {rest}");
    }
}
