namespace ActorMigrate.Migration.Tests;

public class NameListTests
{
    [Fact]
    public void Twenty_names_are_all_listed() =>
        Assert.Equal(string.Join(", ", Enumerable.Range(0, 20)), NameList.Of([.. Enumerable.Range(0, 20)]));

    [Fact]
    public void Of_more_than_twenty_names_the_first_twenty_are_listed_and_the_others_counted() =>
        Assert.Equal(string.Join("; ", Enumerable.Range(0, 20)) + " and 3 more", NameList.Of([.. Enumerable.Range(0, 23)], "; "));
}
