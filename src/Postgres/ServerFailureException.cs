using ActorMigrate.Migration.Failures;

namespace ActorMigrate.Postgres;

/// <summary>A failure that was understood where it happened. <see cref="SqlStates.Classify"/> gives
/// its <see cref="Failure"/> back.</summary>
public sealed class ServerFailureException : Exception
{
    /// <summary>Carries <paramref name="failure"/>, whose message becomes this one's.</summary>
    public ServerFailureException(Failure failure, Exception? inner = null)
        : base(failure.Message, inner) => Failure = failure;

    /// <summary>The failure with its class and remedy.</summary>
    public Failure Failure { get; }
}
