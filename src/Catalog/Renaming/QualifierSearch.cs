namespace ActorMigrate.Catalog.Renaming;

/*  Finds where deparsed text names a schema, without knowing SQL's grammar. The same object is deparsed twice: under a path without
    the schema, and under one that begins with it. The two texts then differ in nothing but

        a.name                  name                    a name of the schema is bare where it is found by the path
        OPERATOR(a.@@)          @@
        name                    pg_catalog.name         a built-in name that the schema hides is spelled out
        @@                      OPERATOR(pg_catalog.@@)

    so what the first has more than the second are the places. A column or alias of the schema's name is in both. Texts that
    differ in another way are not aligned, and nothing is said of them. */

/// <summary>Aligns the tokens of two deparsed texts of one object.</summary>
internal sealed class QualifierSearch
{
    private const string BuiltIn = "pg_catalog";
    private const int OperatorTokens = 6;

    private readonly string schema;
    private readonly List<SqlToken> found = [];

    private QualifierSearch(string schema) => this.schema = schema;

    /// <summary>Returns the tokens of <paramref name="qualified"/> that name <paramref name="schema"/>, or null when the texts are not
    /// those of one object. <paramref name="bare"/> was deparsed with the schema first in the path.</summary>
    public static IReadOnlyList<SqlToken>? Of(IReadOnlyList<SqlToken> qualified, IReadOnlyList<SqlToken> bare, string schema)
    {
        var search = new QualifierSearch(schema);
        return search.Aligns(qualified, bare) ? search.found : null;
    }

    private bool Aligns(IReadOnlyList<SqlToken> qualified, IReadOnlyList<SqlToken> bare) => new Alignment(this, qualified, bare).From(0, 0);

    private bool IsSame(SqlToken left, SqlToken right)
    {
        if (left.Kind != right.Kind)
            return false;
        if (left.Value == right.Value)
            return true;
        return left.Kind == SqlTokenKind.Literal && Aligns(left.Inner, right.Inner);
    }

    private sealed class Alignment(QualifierSearch search, IReadOnlyList<SqlToken> left, IReadOnlyList<SqlToken> right)
    {
        private readonly HashSet<(int Left, int Right)> dead = [];

        /// <summary>Tells whether the rest of both texts aligns; what was found on a way that ends nowhere is forgotten.</summary>
        public bool From(int i, int j)
        {
            var (begin, before) = ((i, j), search.found.Count);
            if (dead.Contains(begin))
                return false;
            while (i < left.Count || j < right.Count)
            {
                if (Branches(i, j))
                    return true;
                if (i >= left.Count || j >= right.Count || !search.IsSame(left[i], right[j]))
                {
                    search.found.RemoveRange(before, search.found.Count - before);
                    dead.Add(begin);
                    return false;
                }
                (i, j) = (i + 1, j + 1);
            }
            return true;
        }

        private bool Branches(int i, int j) =>
            (IsQualifier(left, i, search.schema) && IsLike(i + 2, j) && Takes(left[i], i + 2, j))
            || (IsOperator(left, i, search.schema) && IsAt(right, j, left[i + 4].Value) && Takes(left[i + 2], i + OperatorTokens, j + 1))
            || (IsQualifier(right, j, BuiltIn) && IsLike(i, j + 2) && From(i, j + 2))
            || (IsOperator(right, j, BuiltIn) && IsAt(left, i, right[j + 4].Value) && From(i + 1, j + OperatorTokens));

        private bool Takes(SqlToken name, int i, int j)
        {
            var before = search.found.Count;
            search.found.Add(name);
            if (From(i, j))
                return true;
            search.found.RemoveRange(before, search.found.Count - before);
            return false;
        }

        // Looks ahead, so that few dead ends are tried.
        private bool IsLike(int i, int j) =>
            i < left.Count && j < right.Count && left[i].Kind == right[j].Kind
                && (left[i].Value == right[j].Value || left[i].Kind == SqlTokenKind.Literal);

        private static bool IsQualifier(IReadOnlyList<SqlToken> tokens, int at, string schema) =>
            at + 2 < tokens.Count && tokens[at].Kind == SqlTokenKind.Word && tokens[at].Value == schema && tokens[at + 1].Value == ".";

        private static bool IsOperator(IReadOnlyList<SqlToken> tokens, int at, string schema) =>
            at + OperatorTokens <= tokens.Count && tokens[at].Value == "OPERATOR" && tokens[at + 1].Value == "("
            && tokens[at + 2].Value == schema && tokens[at + 3].Value == "." && tokens[at + 5].Value == ")";

        private static bool IsAt(IReadOnlyList<SqlToken> tokens, int at, string value) => at < tokens.Count && tokens[at].Value == value;
    }
}
