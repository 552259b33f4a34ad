namespace ActorMigrate.EndToEnd.Tests.Objects;

// Every kind of object, between two versions: each in a database of its own, and all in one.
public sealed class KindsFrom15To15Tests
{
    [Theory]
    [MemberData(nameof(Kind.Each), MemberType = typeof(Kind))]
    public Task Every_variant_of_a_kind_arrives(string kind) => KindRun.AssertArrivesAsItSaysAsync(15, 15, kind);

    [Fact]
    public Task All_kinds_arrive_at_once() => KindRun.AssertArrivesAsync(15, 15, Kind.All);
}

public sealed class KindsFrom15To18Tests
{
    [Theory]
    [MemberData(nameof(Kind.Each), MemberType = typeof(Kind))]
    public Task Every_variant_of_a_kind_arrives(string kind) => KindRun.AssertArrivesAsItSaysAsync(15, 18, kind);

    [LongFact]
    public Task All_kinds_arrive_at_once() => KindRun.AssertArrivesAsync(15, 18, Kind.All);
}

public sealed class KindsFrom16To17Tests
{
    [LongTheory]
    [MemberData(nameof(Kind.Each), MemberType = typeof(Kind))]
    public Task Every_variant_of_a_kind_arrives(string kind) => KindRun.AssertArrivesAsItSaysAsync(16, 17, kind);

    [Fact]
    public Task All_kinds_arrive_at_once() => KindRun.AssertArrivesAsync(16, 17, Kind.All);
}

// What only 18 has arrives nowhere but in 18.
public sealed class KindsFrom18To18Tests
{
    [Fact]
    public Task All_kinds_arrive_at_once() => KindRun.AssertArrivesAsync(18, 18, Kind.All);
}

public sealed class KindsFrom17To18Tests
{
    [Theory]
    [MemberData(nameof(Kind.Each), MemberType = typeof(Kind))]
    public Task Every_variant_of_a_kind_arrives(string kind) => KindRun.AssertArrivesAsItSaysAsync(17, 18, kind);

    [LongFact]
    public Task All_kinds_arrive_at_once() => KindRun.AssertArrivesAsync(17, 18, Kind.All);
}
