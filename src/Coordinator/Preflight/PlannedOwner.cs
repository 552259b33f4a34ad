using System.Text.RegularExpressions;
using ActorMigrate.Catalog.Drafts;
using ActorMigrate.Migration.Objects;
using ActorMigrate.Postgres;

namespace ActorMigrate.Coordinator.Preflight;

/// <summary>A step of a plan that gives an object to its owner: <paramref name="Place"/> is where PostgreSQL asks for a right of that
/// owner, unless a superuser gives it: a schema or a foreign-data wrapper by name, or the database.</summary>
internal sealed partial record PlannedOwner(string Object, string Owner, OwnerPlace Place)
{
    /// <summary>The schema that is given, where it is one.</summary>
    public string? Schema { get; init; }

    /// <summary>Returns the steps of <paramref name="plan"/> that give objects away.</summary>
    public static IReadOnlyList<PlannedOwner> Of(SchemaPlan plan)
    {
        var wrappers = plan.Objects.Where(made => made.Kind == ObjectKinds.ForeignServer)
            .Select(made => (Name: $"{made.Kind} {made.Name}", Wrapper: made.Statements.Select(statement => Wrapper().Match(statement))
                .FirstOrDefault(found => found.Success)))
            .Where(server => server.Wrapper is not null)
            .ToDictionary(server => server.Name, server => Identifier.Unquote(server.Wrapper!.Groups["name"].Value));
        return [.. plan.Objects.Where(made => made.Kind == ObjectKinds.Owner)
            .Select(made => (made.Name, Found: Given().Match(made.Statements[^1])))
            .Where(given => given.Found.Success).Select(given => Of(given.Name, given.Found, wrappers))];
    }

    private static PlannedOwner Of(string name, Match given, Dictionary<string, string> wrappers)
    {
        var (kind, first) = (given.Groups["kind"].Value, Identifier.Unquote(given.Groups["first"].Value));
        var place = given.Groups["second"].Success ? new OwnerPlace(ObjectKinds.Schema, first)
            : kind == "PUBLICATION" ? new OwnerPlace("database", "")
            : wrappers.TryGetValue(name, out var wrapper) ? new OwnerPlace("wrapper", wrapper)
            : OwnerPlace.None;
        return new PlannedOwner(name, Identifier.Unquote(given.Groups["owner"].Value), place) { Schema = kind == "SCHEMA" ? first : null };
    }

    // As OwnerWriter writes it; names are always in quotes.
    [GeneratedRegex("""\AALTER (?<kind>[A-Z ]+) (?<first>"(?:[^"]|"")+")(?<second>\..+)?.* OWNER TO (?<owner>"(?:[^"]|"")+")\z""",
        RegexOptions.Singleline | RegexOptions.ExplicitCapture)]
    private static partial Regex Given();

    [GeneratedRegex(
        """\ACREATE SERVER .*FOREIGN DATA WRAPPER (?<name>"(?:[^"]|"")+")""", RegexOptions.Singleline | RegexOptions.ExplicitCapture)]
    private static partial Regex Wrapper();
}

/// <summary>The place at which a right of a new owner is asked for.</summary>
internal sealed record OwnerPlace(string Kind, string Name)
{
    /// <summary>Nowhere.</summary>
    public static OwnerPlace None { get; } = new("", "");
}
