using System.Globalization;
using ActorMigrate.Catalog.Drafts;
using ActorMigrate.Catalog.Reading;
using ActorMigrate.Migration.Objects;
using ActorMigrate.Postgres;
using Npgsql;

namespace ActorMigrate.Catalog.Objects;

/// <summary>A subscription. It arrives disabled, without a slot and unconnected: two subscribers must not use one slot, and the
/// source's own goes on. Its connection string may hold a password, so it is not read here.</summary>
internal sealed record SubscriptionObject(
    uint Oid, string Name, string? Slot, bool IsEnabled, string[] Publications, SubscriptionOptions Options)
    : CatalogObject(new ObjectAddress(SystemCatalog.Subscription, Oid), "")
{
    /// <summary>The query that tells whether the role may read subscriptions.</summary>
    public const string MayBeReadQuery =
        "SELECT pg_catalog.has_column_privilege('pg_catalog.pg_subscription', 'subconninfo', 'SELECT')";

    public static SubscriptionObject Read(NpgsqlDataReader row) => new(
        row.Oid(0), row.Text(1), row.TextOrNull(2), row.Flag(3), row.Array<string>(4), SubscriptionOptions.Read(row));

    public override IEnumerable<Draft> Write(DdlContext context)
    {
        var name = Identifier.Quote(Name);
        var publications = string.Join(", ", Publications.Select(Identifier.Quote));
        context.Note(
            "subscription " + Name,
            $"It is created disabled and without a slot; in the source it is {(IsEnabled ? "enabled" : "disabled")} and "
                + $"{(Slot is null ? "has no slot" : "uses slot " + Slot)}.",
            $"When the source's is dropped or disabled: ALTER SUBSCRIPTION {name} SET (slot_name = …); ALTER SUBSCRIPTION "
                + $"{name} ENABLE; and REFRESH PUBLICATION.");
        if (Options.Lost(context.TargetVersion).ToList() is { Count: > 0 } lost)
            context.Note("subscription "
                + Name, $"The target's version does not take all of its options, and it arrives without: {string.Join(", ", lost)}.", null);
        var options = string.Join(", ", Options.Write(context.TargetVersion).Prepend("connect = false, slot_name = NONE"));
        yield return Define(context, ObjectKinds.Subscription, Name, $"SUBSCRIPTION {name}") with
        {
            Stage = SchemaStage.Schema,
            Secret = new SecretStatement(
                $"CREATE SUBSCRIPTION {name} CONNECTION ",
                string.Create(CultureInfo.InvariantCulture,
                    $"SELECT pg_catalog.quote_literal(subconninfo) FROM pg_catalog.pg_subscription WHERE oid = {Oid}"),
                $" PUBLICATION {publications} WITH ({options})"),
            ExistsQuery =
                $"SELECT EXISTS (SELECT FROM pg_catalog.pg_subscription WHERE subname = {Literal.Quote(Name)} AND subdbid = (SELECT oid "
                    + "FROM pg_catalog.pg_database WHERE datname = pg_catalog.current_database()))",
        };
    }
}
