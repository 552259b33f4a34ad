namespace ActorMigrate.Migration.Directing;

/// <summary>A directive that is to be given: to the node named <paramref name="Node"/>, or to all nodes where that is null. A slot or rate
/// that is null stays as it is; a rate of 0 is no limit. A rate for all nodes is what they copy
/// together, one for a node is its own.</summary>
public sealed record DirectiveDraft(
    DirectiveVerb Verb, string? Node = null, int? CopySlots = null, int? IndexSlots = null, long? MaxRate = null);
