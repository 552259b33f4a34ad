using ActorMigrate.Catalog.Reading;

namespace ActorMigrate.Catalog.Inspection;

/// <summary>The structure of the types of columns, by oid.</summary>
internal sealed class TypeShapes
{
    private readonly Dictionary<uint, TypeShape> shapes;

    /// <summary>These types.</summary>
    public TypeShapes(IEnumerable<TypeShape> shapes) => this.shapes = shapes.ToDictionary(shape => shape.Oid);

    /// <summary>No types, where nothing was read.</summary>
    public static TypeShapes None { get; } = new([]);

    /// <summary>Reads the types of the columns of <paramref name="relations"/>.</summary>
    public static async Task<TypeShapes> ReadAsync(CatalogSession session, uint[] relations, CancellationToken ct)
    {
        var batch = new CatalogBatch(session);
        var found = Add(batch, relations);
        await batch.RunAsync(ct);
        return new TypeShapes(found);
    }

    /// <summary>Adds the query to <paramref name="batch"/>; returns the list that the batch fills.</summary>
    public static List<TypeShape> Add(CatalogBatch batch, uint[] relations) => batch.Read(
        "type_shapes.sql",
        row => new TypeShape(row.Oid(0), row.Letter(1), row.Text(2), row.Text(3), row.Oid(4))
        {
            Labels = row.Array<string>(5),
            Fields = [.. row.Array<string>(6).Zip(row.Array<string>(7), row.Array<uint>(8))
                .Select(field => new TypeField(field.First, field.Second, field.Third))],
        },
        relations);

    /// <summary>Returns the reason why values of <paramref name="type"/> do not mean the same as
    /// values of the target's type, or null.</summary>
    public string? Difference(uint type, TypeShapes target, uint inTarget) => Difference(type, target, inTarget, []);

    private string? Difference(uint type, TypeShapes target, uint inTarget, HashSet<(uint, uint)> compared)
    {
        if (!compared.Add((type, inTarget)) || !shapes.TryGetValue(type, out var here)
            || !target.shapes.TryGetValue(inTarget, out var there))
            return null;
        if (here.Kind != there.Kind)
            return $"type {here.Name} is of another kind";
        return here.Kind switch
        {
            'e' when here.Labels.Except(there.Labels).ToList() is { Count: > 0 } missing =>
                $"enum {here.Name} has no label {string.Join(", ", missing.Take(3))}",
            'c' => Fields(here, there, target, compared),
            'd' when Spelled(here) != Spelled(there) => $"domain {here.Name} is over {there.Spelled} and not {here.Spelled}",
            'r' when here.Spelled != there.Spelled => $"range {here.Name} is of {there.Spelled} and not of {here.Spelled}",
            _ => here.Part == 0 ? null : Difference(here.Part, target, there.Part, compared),
        };
    }

    private string? Fields(TypeShape here, TypeShape there, TypeShapes target, HashSet<(uint, uint)> compared)
    {
        if (!here.Fields.Select(field => field.Name).SequenceEqual(there.Fields.Select(field => field.Name)))
            return $"type {here.Name} has the fields {Names(there)} there and {Names(here)} in the source";
        return here.Fields.Zip(there.Fields)
            .Select(pair => Unqualified(pair.First.Spelled) != Unqualified(pair.Second.Spelled)
                ? $"field {pair.First.Name} of type {here.Name} is {pair.Second.Spelled} there and {pair.First.Spelled} in the source"
                : Difference(pair.First.Type, target, pair.Second.Type, compared))
            .FirstOrDefault(difference => difference is not null);
    }

    private static string Names(TypeShape composite) => $"({string.Join(", ", composite.Fields.Select(field => field.Name))})";

    private static string Spelled(TypeShape domain) => Unqualified(domain.Spelled);

    // Schemas may go by other names in the target.
    private static string Unqualified(string type) => type[(type.LastIndexOf('.') + 1)..].Replace("\"", "", StringComparison.Ordinal);
}

/// <summary>A type. <paramref name="Part"/> is the element, base type, subtype or range, or 0; <paramref name="Spelled"/> is the name of a
/// domain's base type, with its modifier, or tells of which values a range is.</summary>
internal sealed record TypeShape(uint Oid, char Kind, string Name, string Spelled, uint Part)
{
    public required string[] Labels { get; init; }

    public required IReadOnlyList<TypeField> Fields { get; init; }
}

/// <summary>A field of a composite type.</summary>
internal sealed record TypeField(string Name, string Spelled, uint Type);
