using ActorMigrate.Migration.Summary;

namespace ActorMigrate.Validation.Rows;

/// <summary>Rows of one side that have the same hashes.</summary>
/// <param name="Key">The hash of their key.</param>
/// <param name="Hash">The hash of their values.</param>
/// <param name="Number">The number of them.</param>
/// <param name="Place">The place of one of them: its table's oid and its ctid.</param>
internal sealed record HashedRow(string Key, string Hash, long Number, string Place);

/// <summary>A row that differs, by its places.</summary>
internal sealed record FoundDifference(RowDifferenceKind Kind, HashedRow? Source, HashedRow? Target);

/// <summary>Goes through both sides' hashes in their order and counts what differs; keeps the first differences. Its memory is that of the
/// rows of one key.</summary>
internal sealed class HashMerge(int most)
{
    private readonly List<FoundDifference> found = [];

    /// <summary>The first differences.</summary>
    public IReadOnlyList<FoundDifference> Found => found;

    /// <summary>Rows that only the source has.</summary>
    public long Missing { get; private set; }

    /// <summary>Rows that only the target has.</summary>
    public long Extra { get; private set; }

    /// <summary>Rows of the same key with other values.</summary>
    public long Changed { get; private set; }

    /// <summary>Merges both sides, which are ordered by key and hash.</summary>
    public async Task RunAsync(IAsyncEnumerable<HashedRow> source, IAsyncEnumerable<HashedRow> target)
    {
        await using var here = source.GetAsyncEnumerator();
        await using var there = target.GetAsyncEnumerator();
        var (hasHere, hasThere) = (await here.MoveNextAsync(), await there.MoveNextAsync());
        while (hasHere || hasThere)
        {
            var key = Least(hasHere ? here.Current.Key : null, hasThere ? there.Current.Key : null);
            var (ours, theirs) = (new List<HashedRow>(), new List<HashedRow>());
            for (; hasHere && here.Current.Key == key; hasHere = await here.MoveNextAsync())
                ours.Add(here.Current);
            for (; hasThere && there.Current.Key == key; hasThere = await there.MoveNextAsync())
                theirs.Add(there.Current);
            OfOneKey(ours, theirs);
        }
    }

    private static string Least(string? one, string? other) =>
        one is null ? other! : other is null || string.CompareOrdinal(one, other) <= 0 ? one : other;

    private void OfOneKey(List<HashedRow> source, List<HashedRow> target)
    {
        var here = new Queue<HashedRow>(Rest(source, target));
        var there = new Queue<HashedRow>(Rest(target, source));
        while (here.Count > 0 || there.Count > 0)
        {
            var (one, other) = (here.Count > 0 ? here.Dequeue() : null, there.Count > 0 ? there.Dequeue() : null);
            var both = Math.Min(NumberOf(one), NumberOf(other));
            Count(RowDifferenceKind.Changed, one, other, both);
            Count(NumberOf(one) > NumberOf(other)
                ? RowDifferenceKind.Missing
                : RowDifferenceKind.Extra, one, other, Math.Max(NumberOf(one), NumberOf(other)) - both);
        }
    }

    private void Count(RowDifferenceKind kind, HashedRow? source, HashedRow? target, long number)
    {
        if (number == 0)
            return;
        _ = kind switch
        {
            RowDifferenceKind.Missing => Missing += number,
            RowDifferenceKind.Extra => Extra += number,
            _ => Changed += number,
        };
        for (var i = 0L; i < number && found.Count < most; i++)
            found.Add(new FoundDifference(
                kind, kind == RowDifferenceKind.Extra ? null : source, kind == RowDifferenceKind.Missing ? null : target));
    }

    private static long NumberOf(HashedRow? row) => row?.Number ?? 0;

    /// <summary>Returns the rows of one side that the other has not, or has less often.</summary>
    private static IEnumerable<HashedRow> Rest(List<HashedRow> side, List<HashedRow> other) => side
        .Select(row => row with { Number = row.Number - NumberOf(other.Find(one => one.Hash == row.Hash)) })
        .Where(row => row.Number > 0);
}
