using ActorMigrate.Catalog.Drafts;
using ActorMigrate.Migration;
using ActorMigrate.Migration.Objects;

namespace ActorMigrate.Catalog.Types;

/// <summary>Writes the shell that takes the place of a type until its functions are made.</summary>
internal static class ShellTypes
{
    public static ObjectAddress AddressOf(uint type) => new(SystemCatalog.ShellOf, type);

    /// <summary>Returns the step after which the type's functions can be made.</summary>
    public static Step Made(uint type) => new(ObjectKinds.ShellType, type);

    public static Draft Write(uint type, QualifiedName name, DdlContext context) => new()
    {
        Address = AddressOf(type),
        Needs = [.. context.AddressesOfSchemas([name.Schema])],
        Step = Made(type),
        Stage = SchemaStage.Schema,
        Kind = ObjectKinds.ShellType,
        Name = context.Mapped(name).ToString(),
        Statements = [$"CREATE TYPE {context.Qualify(name)}"],
        OnlyIfNeeded = true,
    };
}
