using System.Globalization;

namespace Akka.Configuration.Hocon;

/// <summary>Reads durations such as <c>500 ms</c>, <c>1.5s</c> or <c>2 minutes</c>.</summary>
internal static class Durations
{
    public static TimeSpan Parse(string text, bool allowInfinite)
    {
        if (allowInfinite && text.Equals("infinite", StringComparison.OrdinalIgnoreCase))
            return Timeout.InfiniteTimeSpan;
        var split = text.AsSpan().LastIndexOfAnyInRange('0', '9') + 1;
        var unit = text[split..].Trim();
        if (!double.TryParse(text[..split], NumberStyles.AllowDecimalPoint, NumberFormatInfo.InvariantInfo, out var number))
            throw new FormatException($"'{text}' is not a duration; write a number and a unit, such as 500 ms or 30 s");
        var ticks = number * TicksOf(unit, text);
        if (ticks >= TimeSpan.MaxValue.Ticks)
            throw new FormatException($"the duration '{text}' is too long");
        return TimeSpan.FromTicks((long)Math.Round(ticks));
    }

    private static double TicksOf(string unit, string text) => unit switch
    {
        "ns" or "nano" or "nanos" or "nanosecond" or "nanoseconds" => TimeSpan.TicksPerMicrosecond / 1000.0,
        "us" or "micro" or "micros" or "microsecond" or "microseconds" => TimeSpan.TicksPerMicrosecond,
        "" or "ms" or "milli" or "millis" or "millisecond" or "milliseconds" => TimeSpan.TicksPerMillisecond,
        "s" or "second" or "seconds" => TimeSpan.TicksPerSecond,
        "m" or "minute" or "minutes" => TimeSpan.TicksPerMinute,
        "h" or "hour" or "hours" => TimeSpan.TicksPerHour,
        "d" or "day" or "days" => TimeSpan.TicksPerDay,
        _ => throw new FormatException($"'{text}' is not a duration; its unit is one of ns, us, ms, s, m, h, d"),
    };
}
