using ActorMigrate.Control.Nodes;
using ActorMigrate.Migration.Failures;

namespace ActorMigrate.Control.Status;

/// <summary>One directive: pause, continue, stop, drain or set; the node that it names, and what it sets, with a rate of 0 for no limit;
/// the database role that gave it, when, and when a coordinator acted on it.</summary>
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
