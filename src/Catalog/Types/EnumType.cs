namespace ActorMigrate.Catalog.Types;

/// <summary>An enum with its labels in sort order.</summary>
internal sealed record EnumType : UserType
{
    public required IReadOnlyList<string> Labels { get; init; }
}
