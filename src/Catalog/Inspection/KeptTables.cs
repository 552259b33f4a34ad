using ActorMigrate.Catalog.Objects;
using ActorMigrate.Catalog.Privileges;
using ActorMigrate.Catalog.Reading;
using ActorMigrate.Catalog.Scope;
using ActorMigrate.Catalog.Sequences;
using ActorMigrate.Catalog.Tables;

namespace ActorMigrate.Catalog.Inspection;

/// <summary>Reads tables of the target as a source's are read, to compare them with those of the same name.</summary>
internal sealed class KeptTables
{
    private readonly Dictionary<uint, Table> tables;
    private readonly ILookup<uint, (int Column, string Text)> comments;
    private readonly ILookup<ObjectAddress, Privilege> privileges;
    private readonly ILookup<uint, string> policies;
    private readonly ILookup<uint, Sequence> identities;

    private KeptTables(
        IEnumerable<Table> tables, ILookup<uint, (int Column, string Text)> comments, ILookup<ObjectAddress, Privilege> privileges,
        ILookup<uint, string> policies, IEnumerable<Sequence> sequences)
    {
        this.tables = tables.ToDictionary(table => table.Oid);
        (this.comments, this.privileges, this.policies) = (comments, privileges, policies);
        identities = sequences.Where(sequence => sequence.Owner is { IsIdentity: true }).ToLookup(sequence => sequence.Owner!.Table);
    }

    /// <summary>Reads the tables among <paramref name="relations"/>.</summary>
    public static async Task<KeptTables> ReadAsync(
        CatalogSession session, IReadOnlyList<Relation> relations, int serverVersion, CancellationToken ct)
    {
        var found = relations.Where(relation => relation.IsTable).ToList();
        if (found.Count == 0)
            return new KeptTables([], Array.Empty<(int, string)>().ToLookup(_ => 0u), Array.Empty<Privilege>()
                .ToLookup(_ => default(ObjectAddress)), Array.Empty<string>().ToLookup(_ => 0u), []);
        return new KeptTables(
            await TableReader.ReadAsync(session, found, serverVersion, ct),
            (await session.ReadAsync(
                "comments.sql", row => (Of: new ObjectAddress(row.Oid(0), row.Oid(1)), Comment: (row.GetInt32(2), row.Text(3))), ct))
                .Where(comment => comment.Of.Catalog == SystemCatalog.Class)
                .ToLookup(comment => comment.Of.Oid, comment => comment.Comment),
            (await session.ReadAsync("privileges.sql", Privilege.Read, ct)).ToLookup(granted => granted.On, granted => granted.Privilege),
            (await session.ReadAsync("policies.sql", PolicyObject.Read, ct)).ToLookup(policy => policy.Relation, policy => policy.Name),
            await session.ReadAsync("sequences.sql", SequenceReader.Read, ct));
    }

    /// <summary>Returns how the table of the target with that oid differs from <paramref name="source"/>.</summary>
    public IReadOnlyList<string> Differences(Table source, uint target, DatabaseCatalog catalog)
    {
        if (!tables.TryGetValue(target, out var there))
            return [];
        var notes = new TableNotes(
            comments[target].ToDictionary(comment => comment.Column, comment => comment.Text),
            [.. privileges[there.Address].Where(privilege => !privilege.IsRevoked).Select(TableNotes.Word)],
            [.. policies[target]],
            identities[target].ToDictionary(sequence => sequence.Owner!.Column, TableNotes.Word));
        return new KeptTable(source, there, catalog, notes).Differences();
    }
}
