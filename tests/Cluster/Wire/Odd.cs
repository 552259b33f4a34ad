using System.Reflection;

namespace ActorMigrate.Cluster.Tests.Wire;

/// <summary>Makes values of any message type with odd contents: names that need escapes, nulls where they may be, extreme numbers. A new
/// message type needs no line here.</summary>
internal sealed class Odd(Random random)
{
    private static readonly string[] Texts =
    [
        "", " ", "a.b\"c\\d", "Größe 表 😀", "line\r\nbreak\ttab", "null", "{\"$type\":\"System.Object\"}", "' OR 1=1 --",
        "\u0001\u001f\u007f\u2028",
        new string('x', 63), "%s%n{0}", "</script>",
    ];

    private static readonly long[] Numbers = [0, 1, -1, int.MaxValue, int.MinValue, long.MaxValue, long.MinValue, (1L << 53) + 1];

    private static readonly double[] Reals = [0, 1.5, double.MaxValue, double.MinValue, double.Epsilon, -0.0];

    /// <summary>Makes a value of a type by its longest constructor.</summary>
    public object Of(Type type)
    {
        if (type == typeof(string))
            return One(Texts);
        if (type == typeof(long))
            return One(Numbers);
        if (type == typeof(int))
            return (int)Math.Clamp(One(Numbers), int.MinValue, int.MaxValue);
        if (type == typeof(double))
            return One(Reals);
        if (type == typeof(TimeSpan))
            return new TimeSpan(One(Numbers));
        if (type == typeof(Guid))
            return random.Next(4) == 0 ? Guid.Empty : Guid.NewGuid();
        if (type.IsEnum)
            return One(Enum.GetValues(type).Cast<object>().ToArray());
        return type.IsGenericType && type.GetGenericTypeDefinition() == typeof(IReadOnlyList<>)
            ? ListOf(type.GetGenericArguments()[0])
            : Made(type);
    }

    private Array ListOf(Type item)
    {
        var list = Array.CreateInstance(item, random.Next(4));
        for (var i = 0; i < list.Length; i++)
            list.SetValue(Of(item), i);
        return list;
    }

    private object Made(Type type)
    {
        var constructor = type.GetConstructors().MaxBy(one => one.GetParameters().Length)!;
        return constructor.Invoke([.. constructor.GetParameters().Select(Argument)]);
    }

    private object? Argument(ParameterInfo parameter)
    {
        var underlying = Nullable.GetUnderlyingType(parameter.ParameterType);
        var mayBeNull = underlying is not null || new NullabilityInfoContext().Create(parameter).WriteState == NullabilityState.Nullable;
        return mayBeNull && random.Next(2) == 0 ? null : Of(underlying ?? parameter.ParameterType);
    }

    private T One<T>(T[] values) => values[random.Next(values.Length)];
}
