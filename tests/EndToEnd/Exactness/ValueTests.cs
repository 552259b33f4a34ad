using ActorMigrate.Control;
using ActorMigrate.TestServers;

namespace ActorMigrate.EndToEnd.Tests.Exactness;

public sealed class ValueTests
{
    private static readonly string[] InText =
    [
        "aclitem", "gtsvector", "int2vector", "oidvector", "regclass", "regcollation", "regconfig", "regdictionary",
        "regnamespace", "regoper",
        "regoperator", "regproc", "regprocedure", "regrole", "regtype", "tsquery", "xml",
    ];

    [Theory]
    [InlineData(15)]
    [InlineData(18)]
    public async Task Values_of_every_built_in_type_arrive_in_binary_and_in_text(int targetMajor)
    {
        await using var pair = await Pair.OfAsync(BuiltInValues.Tables, targetMajor);
        await pair.MigrateExactlyAsync(Migrating.Defaults with { KeepControl = true });
        Assert.Equal([], await UncoveredTypesAsync(pair.Source));
        var inText = await pair.Target.ScalarAsync<string>(
            $"""SELECT string_agg(source_name, ', ' ORDER BY source_name COLLATE "C") FROM {ControlSchema.Name}.relation WHERE format = 'text'""");
        Assert.Equal(string.Join(", ", InText.Select(type => $"of {type}").Prepend("all_types")), inText);
    }

    /// <summary>Built-in types of columns that no table of the test has.</summary>
    private static async Task<IEnumerable<string>> UncoveredTypesAsync(TestDatabase source)
    {
        var types = await source.ScalarAsync<string[]>("""
            SELECT array_agg(typname::text) FROM pg_type
             WHERE typnamespace = 'pg_catalog'::regnamespace AND typtype IN ('b', 'r', 'm') AND typelem = 0 AND typrelid = 0 AND typname !~ '^_'
            """);
        return types!.Except(BuiltInValues.Types);
    }
}
