using ActorMigrate.Control.Nodes;
using ActorMigrate.Migration.Failures;

namespace ActorMigrate.Control.Status;

/// <summary>One directive: pause, continue, stop, drain or set. <paramref name="Node"/> is the node to drain; a <paramref name="MaxRate"/>
/// of 0 removes the limit. <paramref name="By"/> is the database role that gave the directive, and <paramref name="TakenAt"/> the time at
/// which a coordinator acted on it, or null.</summary>
public sealed record DirectiveStatus(
    string Verb, string? Node, int? CopySlots, int? IndexSlots, long? MaxRate, string By, DateTime At, DateTime? TakenAt)
{
    /// <summary>Returns the status of a directive of the ledger.</summary>
    public static DirectiveStatus Of(Migration.Directing.RunDirective given)
    {
        ArgumentNullException.ThrowIfNull(given);
        var what = given.What;
        return new DirectiveStatus(
            DirectiveLedger.NameOf(what.Verb), what.Node, what.CopySlots, what.IndexSlots, what.MaxRate, given.By, given.At, given.TakenAt);
    }
}
