using ActorMigrate.Postgres.LocalServers;

namespace ActorMigrate.Postgres.Tests.LocalServers;

public sealed class CacheFolderTests
{
    private static readonly Dictionary<string, string> Variables = new()
    {
        ["HOME"] = "/homes/ann",
        ["XDG_CACHE_HOME"] = "/cache",
        [CacheFolder.Variable] = "/chosen",
    };

    [Fact]
    public void The_folder_named_in_the_environment_wins() =>
        Assert.Equal("/chosen", Choose(isRoot: true, [CacheFolder.Variable, "HOME", "XDG_CACHE_HOME"]));

    [Fact]
    public void Roots_cache_is_outside_its_home() =>
        Assert.Equal("/var/cache/actormigrate", Choose(isRoot: true, ["HOME", "XDG_CACHE_HOME"]));

    [Fact]
    public void The_users_cache_home_is_respected() =>
        Assert.Equal("/cache/actormigrate", Choose(isRoot: false, ["HOME", "XDG_CACHE_HOME"]));

    [Fact]
    public void Without_it_the_cache_is_in_the_home() => Assert.Equal("/homes/ann/.cache/actormigrate", Choose(isRoot: false, ["HOME"]));

    private static string Choose(bool isRoot, string[] set) =>
        CacheFolder.Choose(name => set.Contains(name) ? Variables.GetValueOrDefault(name) : null, isRoot);
}
