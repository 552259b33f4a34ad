using System.Text.Json;
using ActorMigrate.Faults.Tests.Proxy;

namespace ActorMigrate.Faults.Tests.Matrix;

/// <summary>Which server of a case.</summary>
internal enum ServerSide
{
    Source,
    Target,
}

/// <summary>When a fault strikes, told by what the run itself shows; never by a clock. The closed set of cases is nested here.</summary>
internal abstract record Moment
{
    private Moment()
    {
    }

    /// <summary>A phase is entered.</summary>
    public sealed record InPhase(string Phase) : Moment;

    /// <summary>The nth task of one of these kinds has begun.</summary>
    public sealed record TaskBegins(string Kinds, int Nth) : Moment;

    /// <summary>The nth task of any kind has committed.</summary>
    public sealed record TaskIsDone(int Nth) : Moment;

    /// <summary>So many bytes have passed between the program and one server.</summary>
    public sealed record BytesPassed(ServerSide Side, ProxyWay Way, long Bytes) : Moment;

    /// <summary>The event that shows it; a moment that is found by bytes has none.</summary>
    public (Func<JsonElement, bool> Wanted, int Nth) Sign() => this switch
    {
        InPhase at => (happened => Is(happened, "phase-entered") && happened.GetProperty("phase").GetString() == at.Phase, 1),
        TaskBegins at => (happened => Is(happened, "task-started") && IsOf(happened, at.Kinds), at.Nth),
        TaskIsDone at => (happened => Is(happened, "task-finished"), at.Nth),
        _ => throw new InvalidOperationException(),
    };

    public static bool Is(JsonElement happened, string name) => happened.GetProperty("event").GetString() == name;

    private static bool IsOf(JsonElement happened, string kinds) => kinds.Split('|').Contains(happened.GetProperty("kind").GetString());
}
