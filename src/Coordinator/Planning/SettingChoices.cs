using System.Globalization;
using ActorMigrate.Control.Plan;
using ActorMigrate.Control.Tasks;
using ActorMigrate.Migration.Options;
using ActorMigrate.Migration.Planning;

namespace ActorMigrate.Coordinator.Planning;

/// <summary>Returns the settings that a run would use, by the names of their flags, each with its reason. Pure.</summary>
internal static class SettingChoices
{
    /// <summary>Returns the settings; <paramref name="fitted"/> are the node's options after they were fitted to the free
    /// connections.</summary>
    public static IReadOnlyList<ChosenSetting> Of(
        MigrationOptions options, NodeOptions fitted, PlanDraft plan, IReadOnlyList<CopyDraft> copies) =>
    [
        Slots("copy-slots", options.Node.CopySlots, fitted.CopySlots, options.Node.FarCopySlots, "by the processors"),
        Slots("index-slots", options.Node.IndexSlots, fitted.IndexSlots, options.Node.FarIndexSlots, "for servers near by"),
        new("partition-threshold", Threshold(options.Plan.PartitionThreshold), Split(copies, plan)),
        new("drop-existing-tables", OnOff(options.Existing == ExistingTables.Drop), "for in-scope tables that the target has"),
        new("truncate-existing-tables", OnOff(options.Existing == ExistingTables.Truncate), "for in-scope tables that the target has"),
        new("validate", options.Validation.Depth.ToString().ToLowerInvariant(), Checked(options.Validation, plan)),
        new("max-rate", Number(options.Shared.MaxRate ?? 0), "bytes a second of all nodes together; 0 is no limit"),
    ];

    private static ChosenSetting Slots(string name, int wanted, int fitted, int? far, string unlessSet) => new(
        name, Number(fitted), fitted.CompareTo(wanted) switch
        {
            0 => $"{(far is null ? "as set" : unlessSet)}; the servers have connections for it",
            < 0 => $"{wanted} wanted, but no more connections are free",
            _ => $"{wanted} where both servers are near; one is distant",
        });

    private static string Threshold(PartitionThreshold threshold) => threshold switch
    {
        { Rows: { } rows } => $"{Number(rows)} rows",
        { Bytes: { } bytes } => $"{Number(bytes)} bytes",
        _ => "auto",
    };

    private static string Split(IReadOnlyList<CopyDraft> copies, PlanDraft plan)
    {
        var split = copies.Where(copy => copy.Kind == TaskKinds.CopyPartition).Select(copy => copy.Relation).Distinct().Count();
        return $"{Number(split)} of {Number(plan.Relations.Count)} tables are split into partitions";
    }

    private static string OnOff(bool isOn) => isOn ? "on" : "off";

    private static string Checked(ValidationOptions validation, PlanDraft plan) =>
        $"{Number(plan.Relations.Count(relation => validation.Checksums(relation.EstimatedBytes)))} tables are "
            + "checksummed, the others counted";

    private static string Number(long number) => number.ToString(CultureInfo.InvariantCulture);
}
