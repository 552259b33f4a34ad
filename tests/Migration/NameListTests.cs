namespace ActorMigrate.Migration.Tests;

public class NameListTests
{
    [Fact]
    public void Ten_names_are_all_told() =>
        Assert.Equal("0, 1, 2, 3, 4, 5, 6, 7, 8, 9", NameList.Of([.. Enumerable.Range(0, 10)]));

    [Fact]
    public void Of_more_than_ten_the_first_ten_are_told_and_the_others_counted() =>
        Assert.Equal("0; 1; 2; 3; 4; 5; 6; 7; 8; 9 and 3 more", NameList.Of([.. Enumerable.Range(0, 13)], "; "));
}
