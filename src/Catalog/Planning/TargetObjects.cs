using ActorMigrate.Catalog.Drafts;
using ActorMigrate.Catalog.Inspection;
using ActorMigrate.Migration.Objects;
using ActorMigrate.Migration.Options;
using Npgsql;

namespace ActorMigrate.Catalog.Planning;

/// <summary>Finds the objects that the target has in the same form as a plan would make them, for kinds that no single query can compare.
/// The target's catalogs are read and planned like a source's: an object with the same statements exists already.</summary>
public static class TargetObjects
{
    // The kinds whose statements would fail in a second run. Steps that can be repeated are not among them.
    private static readonly HashSet<string> Kinds =
    [
        ObjectKinds.Function, ObjectKinds.Procedure, ObjectKinds.Aggregate, ObjectKinds.Operator, ObjectKinds.OperatorClass,
        ObjectKinds.OperatorFamily, ObjectKinds.OperatorFamilyMembers,
        ObjectKinds.Cast, ObjectKinds.Transform,
        ObjectKinds.Conversion, ObjectKinds.Collation, ObjectKinds.Language, ObjectKinds.AccessMethod, ObjectKinds.ShellType,
        ObjectKinds.BaseType, ObjectKinds.ForeignDataWrapper, ObjectKinds.ForeignServer,
        ObjectKinds.TextSearchParser, ObjectKinds.TextSearchTemplate, ObjectKinds.TextSearchDictionary,
        ObjectKinds.TextSearchConfiguration, ObjectKinds.Publication, ObjectKinds.EventTrigger,
    ];

    /// <summary>Returns the form of each of these objects: its kind, its name and the statements that define it. <paramref name="scope"/>
    /// is the migration's scope. Only reads, in a transaction of its own.</summary>
    public static async Task<TargetForms> ReadAsync(NpgsqlConnection target, MigrationScope scope, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(target);
        ArgumentNullException.ThrowIfNull(scope);
        try
        {
            await using var transaction = await target.BeginTransactionAsync(System.Data.IsolationLevel.RepeatableRead, ct);
            var catalog = await CatalogReader.ReadAsync(target, null, new MigrationScope(), SearchPath.OfTarget(scope), ct);
            var plan = SchemaPlanner.Plan(
                catalog, new SchemaPlanOptions { TargetVersion = catalog.ServerVersion, Owners = false, Analyze = false });
            return new TargetForms(plan.Objects.Where(made => Kinds.Contains(made.Kind)).Select(Form).ToHashSet(), plan);
        }
        catch (PostgresException denied) when (denied.SqlState == PostgresErrorCodes.InsufficientPrivilege)
        {
            // A role that may not read all of the target makes everything; what is in the way fails by name.
            return TargetForms.None;
        }
    }

    /// <summary>Returns the same object, left alone where the target has it in this form.</summary>
    internal static SchemaObject OrLeft(SchemaObject made, IReadOnlySet<string> there) =>
        IsCompared(made) && there.Contains(Form(made))
            ? made with { ExistsQuery = "SELECT true" }
            : made;

    /// <summary>Returns the kind and the name by which a target's objects are compared with a plan's.</summary>
    public static (string Kind, string Name) NameOf(SchemaObject made)
    {
        ArgumentNullException.ThrowIfNull(made);
        // An object of this kind is named with its table, which is not part of its name.
        var end = made.Kind == ObjectKinds.Statistics ? made.Name.LastIndexOf(" on ", StringComparison.Ordinal) : -1;
        return KeyOf(made.Kind, end < 0 ? made.Name : made.Name[..end]);
    }

    /// <summary>Returns the same for an object of the target. Types of all kinds share their names.</summary>
    public static (string Kind, string Name) KeyOf(string kind, string name) => kind switch
    {
        ObjectKinds.OperatorFamilyMembers => (ObjectKinds.OperatorFamily, name),
        ObjectKinds.EnumType or ObjectKinds.Domain or ObjectKinds.CompositeType or ObjectKinds.RangeType or ObjectKinds.BaseType
            or ObjectKinds.ShellType => ("type", name),
        _ => (kind, name),
    };

    /// <summary>Tells whether the target may have an object of the plan in the same form, since it has one of that name. Indexes have
    /// the form of their tables.</summary>
    public static bool MayHave(SchemaPlan plan, IEnumerable<ExistingObject> clashes)
    {
        ArgumentNullException.ThrowIfNull(plan);
        var names = clashes.Select(clash => KeyOf(clash.Kind, clash.Name)).ToHashSet();
        return plan.Objects.Any(made => made.Kind != ObjectKinds.Index && names.Contains(NameOf(made)));
    }

    // Functions and casts mostly have a query of their own; that of another kind only looks for a former member of an extension.
    private static bool IsCompared(SchemaObject made) =>
        Kinds.Contains(made.Kind) && (made.ExistsQuery is null
            || made.Kind is not (ObjectKinds.Function or ObjectKinds.Procedure or ObjectKinds.Cast));

    /// <summary>Returns true when <paramref name="made"/> is among the <paramref name="forms"/> that were read.</summary>
    public static bool Has(IReadOnlySet<string> forms, SchemaObject made)
    {
        ArgumentNullException.ThrowIfNull(forms);
        ArgumentNullException.ThrowIfNull(made);
        return forms.Contains(Form(made));
    }

    /// <summary>Returns the keys of objects that are dropped with tables.</summary>
    public static IReadOnlySet<(string Kind, string Name)> KeysOf(IEnumerable<DroppedObject> dropped) =>
        dropped.Select(one => KeyOf(one.Kind, one.Name)).ToHashSet();

    /// <summary>Returns <paramref name="forms"/> without those of the objects with these kinds and names.</summary>
    public static IReadOnlySet<string> Without(IReadOnlySet<string> forms, IEnumerable<(string Kind, string Name)> objects)
    {
        ArgumentNullException.ThrowIfNull(forms);
        var heads = objects.SelectMany(one => one.Kind == ObjectKinds.OperatorFamily
            ? [one, (ObjectKinds.OperatorFamilyMembers, one.Name)]
            : new[] { one })
            .Select(one => $"{one.Kind}\n{one.Name}\n").ToHashSet();
        return heads.Count == 0
            ? forms
            : forms.Where(form => !heads.Any(head => form.StartsWith(head, StringComparison.Ordinal))).ToHashSet();
    }

    private static string Form(SchemaObject made) =>
        DeparsedForm.OfCopy($"{made.Kind}\n{made.Name}\n{string.Join("\n", made.Statements.Take(made.Defining))}");
}
