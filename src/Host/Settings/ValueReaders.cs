using System.Globalization;
using System.Net;
using ActorMigrate.Migration.Options;
using Akka.Configuration.Hocon;

namespace ActorMigrate.Host.Settings;

/// <summary>Reads texts as values, with the same spelling in files, variables and flags.</summary>
internal static class ValueReaders
{
    public static bool Text(string text, out string value)
    {
        value = text;
        return true;
    }

    /// <summary>Reads a host, or a host and a port; an IPv6 address with a port is in brackets. Empty is allowed.</summary>
    public static bool HostAndPort(string text, out string value)
    {
        value = text;
        return text.Length == 0 || SplitHost(text) is not null;
    }

    /// <summary>Returns the parts of such a text; port 0 where it names none, null where it is none.</summary>
    public static (string Host, int Port)? SplitHost(string text)
    {
        var close = text.StartsWith('[') ? text.IndexOf(']', StringComparison.Ordinal) : -1;
        var colon = text.LastIndexOf(':');
        // More than one colon and no bracket is an address of IPv6 without a port.
        var hasPort = close >= 0 ? colon == close + 1 : colon >= 0 && text.IndexOf(':', StringComparison.Ordinal) == colon;
        var host = close >= 0 ? text[1..close] : hasPort ? text[..colon] : text;
        var port = 0;
        var isWhole = close < 0 || hasPort || close == text.Length - 1;
        var kind = Uri.CheckHostName(host);
        return isWhole && kind != UriHostNameType.Unknown && !IsPartOfAddress(host) && (close < 0 || kind == UriHostNameType.IPv6)
            && (!hasPort || Integer(0, 65535)(text[(colon + 1)..], out port))
            ? (host, port)
            : null;
    }

    /// <summary>Tells a number, such as a port that is too large, and a mistyped address of IPv4 from a name. The runtime takes one number
    /// for a whole address.</summary>
    private static bool IsPartOfAddress(string host) =>
        host.All(letter => char.IsAsciiDigit(letter) || letter == '.')
        && !(IPAddress.TryParse(host, out var address) && address.ToString() == host);

    /// <summary>Reads the address of a dashboard: off for none, on for this machine alone, a port of it, or a host with or without a
    /// port.</summary>
    public static bool Dashboard(string text, out DashboardAddress? value)
    {
        value = text is "off" or "" ? null : DashboardAddress.Loopback;
        if (text is "on" or "off" or "")
            return true;
        if (Integer(0, 65535)(text, out var own))
            value = DashboardAddress.Loopback with { Port = own };
        else if (SplitHost(text) is var (host, port))
            value = new DashboardAddress(host, port);
        else
            return false;
        return true;
    }

    public static TryRead<bool> Switch => (string text, out bool value) =>
    {
        value = text is "on" or "true" or "yes";
        return value || text is "off" or "false" or "no";
    };

    public static TryRead<int> Integer(int least, int most) => (string text, out int value) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out value) && value >= least && value <= most;

    public static TryRead<int?> IntegerOrAuto(int least, int most) => (string text, out int? value) =>
    {
        var read = Integer(least, most)(text, out var number);
        value = read ? number : null;
        return read || text == "auto";
    };

    public static TryRead<double> Number(double least, double most) => (string text, out double value) =>
        double.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out value) && value >= least && value <= most;

    public static TryRead<TimeSpan> Duration(TimeSpan least, TimeSpan most) => (string text, out TimeSpan value) =>
        TryHocon(text, hocon => hocon.GetTimeSpan(allowInfinite: false), out value) && HasUnit(text) && value >= least && value <= most;

    public static TryRead<long> Bytes(long least, long most) => (string text, out long value) =>
        TryHocon(text, hocon => hocon.GetByteSize() ?? 0, out value) && (value == 0 || HasUnit(text)) && value >= least && value <= most;

    /// <summary>Reads a number of bytes a second; 0 for no limit.</summary>
    public static TryRead<long> Rate(long least, long most) => (string text, out long value) =>
        Bytes(0, most)(text, out value) && (value == 0 || value >= least);

    /// <summary>Returns one of the names of an enum, in lower case.</summary>
    public static TryRead<T> OneOf<T>(params T[] values)
        where T : struct, Enum => (string text, out T value) =>
    {
        var index = Array.FindIndex(values, candidate => NameOf(candidate) == text);
        value = index < 0 ? default : values[index];
        return index >= 0;
    };

    public static string NameOf<T>(T value)
        where T : struct, Enum => value.ToString().ToLowerInvariant();

    /// <summary>Reads a size of tables: auto, a number of rows, or bytes with a unit.</summary>
    public static bool Threshold(string text, out PartitionThreshold value)
    {
        value = text == "auto" ? PartitionThreshold.Auto : null!;
        var rows = text.EndsWith("rows", StringComparison.Ordinal) ? text[..^4].TrimEnd() : text;
        if (long.TryParse(rows.Replace("_", "", StringComparison.Ordinal), NumberStyles.None, CultureInfo.InvariantCulture, out var count))
            value = count > 0 ? PartitionThreshold.OfRows(count) : null!;
        else if (TryHocon(text, hocon => hocon.GetByteSize() ?? 0, out var bytes) && bytes > 0)
            value = PartitionThreshold.OfBytes(bytes);
        return value is not null;
    }

    // HOCON reads a bare number as milliseconds or bytes. Who writes max-rate = 20 means megabytes.
    private static bool HasUnit(string text) => text.TrimEnd() is [.., var last] && char.IsAsciiLetter(last);

    /// <summary>Reads durations and sizes as the configuration files do.</summary>
    private static bool TryHocon<T>(string text, Func<HoconValue, T> read, out T value)
        where T : struct
    {
        var hocon = new HoconValue();
        hocon.AppendValue(new HoconLiteral { Value = text });
        value = default;
        try
        {
            value = read(hocon);
            return true;
        }
        catch (Exception e) when (e is FormatException or OverflowException)
        {
            return false;
        }
    }
}
