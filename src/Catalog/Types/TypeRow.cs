using ActorMigrate.Catalog.Reading;
using ActorMigrate.Catalog.Tables;
using ActorMigrate.Migration;
using ActorMigrate.Postgres;
using Npgsql;

namespace ActorMigrate.Catalog.Types;

/// <summary>A row of types.sql, before the parts of its kind are put to it.</summary>
internal sealed record TypeRow(uint Oid, QualifiedName Name, char Kind, uint Relation, uint Array)
{
    private string? BaseType { get; init; }

    private bool IsNotNull { get; init; }

    private string? Default { get; init; }

    private QualifiedName? Collation { get; init; }

    private string[] Labels { get; init; } = [];

    public static TypeRow Read(NpgsqlDataReader row) => new(row.Oid(0), row.Name(1), row.Letter(3), row.Oid(4), row.Oid(5))
    {
        BaseType = row.TextOrNull(6),
        IsNotNull = row.Flag(7),
        Default = row.TextOrNull(9),
        Collation = row.NameOrNull(10),
        Labels = row.Array<string>(12),
    };

    public UserType ToType(ILookup<uint, Column> columns, ILookup<uint, DomainConstraint> constraints) => Kind switch
    {
        'e' => new EnumType { Oid = Oid, Name = Name, ArrayOid = Array, Labels = Labels },
        'c' => new CompositeType { Oid = Oid, Name = Name, ArrayOid = Array, Relation = Relation, Columns = [.. columns[Relation]] },
        'd' => new DomainType
        {
            Oid = Oid,
            Name = Name,
            ArrayOid = Array,
            BaseType = BaseType!,
            IsNotNull = IsNotNull,
            Default = Default,
            Collation = Collation,
            Constraints = [.. constraints[Oid]],
        },
        _ => throw new InvalidOperationException($"Type {Name} is of the kind {Kind}."),
    };
}
