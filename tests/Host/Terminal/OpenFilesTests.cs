using ActorMigrate.Host.Terminal;

namespace ActorMigrate.Host.Tests.Terminal;

public sealed class OpenFilesTests
{
    private const string Head = "Limit                     Soft Limit           Hard Limit           Units     ";

    [Theory]
    [InlineData("Max open files            1024                 524288               files     ", 1024L)]
    [InlineData("Max open files            64                   64                   files     ", 64L)]
    [InlineData("Max open files            unlimited            unlimited            files     ", null)]
    [InlineData("Max open files", null)]
    [InlineData("Max locked memory         8388608              8388608              bytes     ", null)]
    public void The_soft_limit_is_read_from_what_the_system_says_of_the_process(string line, long? limit) =>
        Assert.Equal(limit, OpenFiles.Limit([Head, line]));
}
