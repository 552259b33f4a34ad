namespace ActorMigrate.Migration.Directing;

/// <summary>The kinds of directives that a running migration obeys.</summary>
public enum DirectiveVerb
{
    /// <summary>Grant no task any more; tasks that are granted go on to their end.</summary>
    Pause,

    /// <summary>Grant tasks again.</summary>
    Continue,

    /// <summary>End the run in order, so that it can be resumed.</summary>
    Stop,

    /// <summary>Grant one node no task any more; it leaves when the tasks that it holds have ended.</summary>
    Drain,

    /// <summary>Change slots or rates of one node, or of all.</summary>
    Set,
}

/// <summary>A directive that is to be given: to the node named <paramref name="Node"/>, or to all nodes where that is null. A slot or rate
/// that is null stays as it is; a rate of 0 is no limit. A rate for all nodes is what they copy
/// together, one for a node is its own.</summary>
public sealed record DirectiveDraft(
    DirectiveVerb Verb, string? Node = null, int? CopySlots = null, int? IndexSlots = null, long? MaxRate = null);

/// <summary>A directive as the ledger holds it. <paramref name="NodeId"/> is the node that is to be drained; <paramref name="By"/> is the
/// database role that gave it, <paramref name="At"/> when, UTC; <paramref name="TakenAt"/> is when
/// a coordinator acted on it, or null.</summary>
public sealed record RunDirective(long Id, DirectiveDraft What, NodeId? NodeId, string By, DateTime At, DateTime? TakenAt);
