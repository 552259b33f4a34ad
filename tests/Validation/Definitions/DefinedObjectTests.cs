using ActorMigrate.Migration.Options;
using ActorMigrate.Validation.Definitions;

namespace ActorMigrate.Validation.Tests.Definitions;

public sealed class DefinedObjectTests
{
    [Theory]
    [InlineData("privileges", """[[null, "SELECT"]]""", """[["PUBLIC", "SELECT"]]""")]
    [InlineData("roles", "[[null]]", """[["PUBLIC"]]""")]
    public void A_role_with_the_name_of_everybody_is_another_one(string property, string everybody, string role)
    {
        Assert.NotEqual(Of(property, everybody), Of(property, role));
        Assert.Equal(Of(property, role), Of(property, role));
    }

    private static string Of(string property, string value) => DefinedObject.Of(
        [new Definition("table", "s", "t", null, property, value)], DefinitionNames.OfTarget(new MigrationScope()),
        new DefinitionWords(15, 15)).Values.Single().Properties[property];
}
