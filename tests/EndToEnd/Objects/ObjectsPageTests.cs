namespace ActorMigrate.EndToEnd.Tests.Objects;

public sealed class ObjectsPageTests
{
    [Fact]
    public void The_page_names_every_kind_and_every_known_difference()
    {
        if (!ObjectsPage.IsWritten)
            Assert.Equal(ObjectsPage.Rewritten(ObjectsPage.Text()), ObjectsPage.Text());
        Assert.DoesNotContain(KnownDifference.All, known => KnownDifference.All.Count(other => other.Reason == known.Reason) > 1);
    }
}
