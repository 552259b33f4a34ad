using ActorMigrate.Catalog.Constraints;
using ActorMigrate.Catalog.Types;

namespace ActorMigrate.Catalog.Planning;

/// <summary>Finds checks that rows of the source may break, because they are not valid there: where the target has them already, it takes
/// no such row. Pure.</summary>
public static class ChecksNotValid
{
    /// <summary>Returns the checks of tables and domains, each with what it is on.</summary>
    public static IReadOnlyList<string> Of(DatabaseCatalog source)
    {
        ArgumentNullException.ThrowIfNull(source);
        return
        [
            .. from table in source.Tables
               where table.HasRows
               from check in table.Constraints
               where check is { Kind: ConstraintKind.Check, IsValid: false }
               select $"{check.Name} on {table.Name}",
            .. from domain in source.Types.OfType<DomainType>()
               from check in domain.Constraints
               where !check.IsValid
               select $"{check.Name} on domain {domain.Name}",
        ];
    }
}
