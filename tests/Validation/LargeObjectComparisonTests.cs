using ActorMigrate.Migration.Options;

namespace ActorMigrate.Validation.Tests;

public class LargeObjectComparisonTests
{
    private const string Objects = """
        SELECT lo_from_bytea(2000000001, decode(repeat('00', 1500000), 'hex')), lo_from_bytea(2000000002, ''), lo_from_bytea(2000000003, 'three');
        """;

    [Theory]
    [InlineData("", true)]
    [InlineData("SELECT lo_put(2000000001, 1400000, '\\x01')", false, "Changed 2000000001")]
    [InlineData("SELECT lo_unlink(2000000002)", false, "Missing 2000000002")]
    [InlineData(
        "SELECT lo_unlink(2000000003), lo_unlink(2000000002); SELECT lo_from_bytea(2000000003, 'thre'), lo_from_bytea(2000000002, 'e')",
        false, "Changed 2000000002", "Changed 2000000003")]
    [InlineData("SELECT lo_from_bytea(2000000009, 'of the target alone')", true)]
    public async Task A_large_object_that_differs_is_named(string change, bool equal, params string[] expected)
    {
        var found = await Comparing.OfAsync(
            "CREATE TABLE t (); " + Objects, "CREATE TABLE t (); " + Objects + change, new ValidationOptions(ValidationDepth.Full, 0));
        var objects = found.Single(table => table.Source.Name == "pg_largeobject");
        Assert.Equal((null, equal, true), (objects.Error, objects.Validated, objects.Checksummed));
        Assert.Equal(expected, objects.Differences?.Rows.Select(row => $"{row.Kind} {row.Key[0].Source ?? row.Key[0].Target}") ?? []);
    }
}
