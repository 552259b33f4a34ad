namespace ActorMigrate.Migration.Failures;

/// <summary>An input, server or state that makes the run impossible before anything was touched.
/// The message names the thing and the cause; <see cref="Remedy"/> says what to do.</summary>
public sealed class RefusedException : Exception
{
    /// <summary>Refuses with exit code 2 (<see cref="Migration.Outcome.Refused"/>).</summary>
    public RefusedException(string message, string remedy, Exception? inner = null)
        : this(Outcome.Refused, message, remedy, inner)
    {
    }

    /// <summary>Refuses with <paramref name="outcome"/>, which is <see cref="Outcome.BadUsage"/> or
    /// <see cref="Outcome.Refused"/>.</summary>
    public RefusedException(Outcome outcome, string message, string remedy, Exception? inner = null)
        : base(message, inner)
    {
        Outcome = outcome;
        Remedy = remedy;
    }

    /// <summary>The exit code that this refusal leads to.</summary>
    public Outcome Outcome { get; }

    /// <summary>The remedy for the user.</summary>
    public string Remedy { get; }

    /// <summary>The causes one by one, each with every name that the message may cut short; empty where the message is all.</summary>
    public IReadOnlyList<Finding> Findings { get; init; } = [];

    /// <summary>The migration goes on elsewhere, so that this process may take part in it as a worker.</summary>
    public bool MayTakePart { get; init; }
}
