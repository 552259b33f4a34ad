using ActorMigrate.Catalog.Extensions;
using ActorMigrate.Catalog.Foreign;
using ActorMigrate.Catalog.Functions;
using ActorMigrate.Catalog.Operators;
using ActorMigrate.Catalog.Privileges;
using ActorMigrate.Catalog.Reading;
using ActorMigrate.Catalog.Roles;
using ActorMigrate.Catalog.Types;
using Npgsql;

namespace ActorMigrate.Catalog.Objects;

/// <summary>The kinds of objects beyond tables, types and sequences: each is one query and one record that writes itself.</summary>
internal static class CatalogKinds
{
    private static readonly (string Query, Func<NpgsqlDataReader, CatalogObject> Read)[] All =
    [
        ("extensions.sql", ExtensionObject.Read),
        ("roles.sql", RoleObject.Read),
        ("memberships.sql", MembershipObject.Read),
        ("databases.sql", DatabaseObject.Read),
        ("access_methods.sql", AccessMethodObject.Read),
        ("languages.sql", LanguageObject.Read),
        ("base_types.sql", BaseTypeObject.Read),
        ("functions.sql", FunctionObject.Read),
        ("aggregates.sql", AggregateObject.Read),
        ("collations.sql", CollationObject.Read),
        ("conversions.sql", ConversionObject.Read),
        ("casts.sql", CastObject.Read),
        ("transforms.sql", TransformObject.Read),
        ("operators.sql", OperatorObject.Read),
        ("operator_families.sql", OperatorFamilyObject.Read),
        ("loose_members.sql", LooseMembersObject.Read),
        ("text_search.sql", TextSearchObject.Read),
        ("foreign_data_wrappers.sql", ForeignDataWrapperObject.Read),
        ("foreign_servers.sql", ForeignServerObject.Read),
        ("user_mappings.sql", UserMappingObject.Read),
        ("views.sql", ViewObject.Read),
        ("triggers.sql", TriggerObject.Read),
        ("constraint_triggers.sql", ConstraintTriggerObject.Read),
        ("rules.sql", RuleObject.Read),
        ("policies.sql", PolicyObject.Read),
        ("statistics.sql", StatisticsObject.Read),
        ("event_triggers.sql", EventTriggerObject.Read),
        ("publications.sql", PublicationObject.Read),
        ("default_privileges.sql", DefaultPrivilegesObject.Read),
    ];

    // The number that one statement deparses; each locks itself and the relations that it reads until the statement's savepoint is rolled
    // back.
    private const int LockedAtOnce = 250;

    /// <summary>Returns all objects of these kinds that users made. Members of extensions (e) come with their extension, and what is
    /// internal to another object (i) with that object. Subscriptions are read where the role may see them.</summary>
    public static async Task<IReadOnlyList<CatalogObject>> ReadAsync(
        CatalogSession session, IReadOnlyList<Dependency> dependencies, int serverVersion, bool seesSubscriptions, CancellationToken ct)
    {
        var parts = dependencies.Where(dependency => dependency.Type is 'e' or 'i').Select(dependency => dependency.Dependent).ToHashSet();
        var objects = new List<CatalogObject>();
        var batch = new CatalogBatch(session);
        var locked = batch.Read("locking.sql", row => (Oid: row.Oid(0), Query: row.Text(1)));
        var atOnce = All.Where(kind => !IsLocking(kind.Query)).ToDictionary(kind => kind.Query, kind => batch.Read(kind.Query, kind.Read));
        var onParameters = serverVersion >= ParameterPrivilegeObject.FirstVersion
            ? batch.Read("parameter_privileges.sql", ParameterPrivilegeObject.Read)
            : [];
        var subscriptions = seesSubscriptions ? batch.Read("subscriptions.sql", SubscriptionObject.Read) : [];
        await batch.RunAsync(ct);
        var locking = locked.ToLookup(found => found.Query, found => found.Oid);
        foreach (var (query, read) in All)
        {
            var found = atOnce.GetValueOrDefault(query) ?? await ReadSomeAtATimeAsync(session, query, read, [.. locking[query]], ct);
            objects.AddRange(found.Where(one => one is ConstraintTriggerObject || !parts.Contains(one.Address)));
        }
        objects.AddRange(onParameters);
        objects.AddRange(subscriptions);
        return objects;
    }

    private static bool IsLocking(string query) => query is "functions.sql" or "rules.sql" or "views.sql";

    private static async Task<List<CatalogObject>> ReadSomeAtATimeAsync(
        CatalogSession session, string query, Func<NpgsqlDataReader, CatalogObject> read, uint[] oids, CancellationToken ct)
    {
        var objects = new List<CatalogObject>();
        foreach (var some in oids.Chunk(LockedAtOnce))
            objects.AddRange(await session.ReadAsync(query, read, ct, some));
        return objects;
    }
}
