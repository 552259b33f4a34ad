namespace ActorMigrate.Migration.Options;

/// <summary>The options by which a failed attempt is tried again.</summary>
public sealed record RetryOptions
{
    /// <summary>The most attempts at one task, from 1.</summary>
    public required int MaxAttempts { get; init; }

    /// <summary>After so many failures on one node, another one is to try, if one lives; from 1.</summary>
    public required int AttemptsPerNode { get; init; }

    /// <summary>A task whose nodes have died under it so often is failed, from 1.</summary>
    public required int MaxAdoptions { get; init; }

    /// <summary>The wait before the second attempt; it doubles from there.</summary>
    public required TimeSpan MinBackoff { get; init; }

    /// <summary>The longest wait between attempts.</summary>
    public required TimeSpan MaxBackoff { get; init; }

    /// <summary>Up to this share of a wait is added at random, 0 to 1, so that tasks do not come back in step.</summary>
    public required double Jitter { get; init; }
}
