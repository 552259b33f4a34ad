using ActorMigrate.TestServers;

namespace ActorMigrate.EndToEnd.Tests.Running;

/// <summary>A database as it was, to be compared with what a refused run leaves of it.</summary>
internal sealed class Untouched
{
    private readonly TestDatabase database;
    private readonly string before;

    private Untouched(TestDatabase database, string before) => (this.database, this.before) = (database, before);

    /// <summary>Takes note of everything in <paramref name="database"/>.</summary>
    public static async Task<Untouched> NoteAsync(TestDatabase database) => new(database, await database.PgDumpAsync());

    /// <summary>Asserts that it is as it was, and that no session of the program is left in it.</summary>
    public async Task ShouldHoldAsync()
    {
        Assert.Equal(before, await database.PgDumpAsync());
        await Sessions.ShouldBeGoneAsync(database);
    }
}
