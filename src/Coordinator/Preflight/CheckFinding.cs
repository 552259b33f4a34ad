using ActorMigrate.Migration;

namespace ActorMigrate.Coordinator.Preflight;

/// <summary>The level of a check's result.</summary>
public enum CheckLevel
{
    /// <summary>Nothing was found.</summary>
    Pass,

    /// <summary>A migration goes on, and a person should know.</summary>
    Warn,

    /// <summary>A migration is refused.</summary>
    Fail,

    /// <summary>Its facts could not be read, because of something that another check names.</summary>
    NotChecked,
}

/// <summary>One thing that a check found: <paramref name="Object"/> names it, <paramref name="Cause"/> says what is wrong, and
/// <paramref name="Remedy"/> what to do.</summary>
public sealed record CheckFinding(CheckLevel Level, string Object, string Cause, string Remedy)
{
    /// <summary>A migration reports this finding itself, while it runs or in its summary.</summary>
    internal bool IsToldByRun { get; init; }

    /// <summary>Every name that <see cref="Object"/> is about: it names the first ones alone where there are many.</summary>
    public IReadOnlyList<string> Objects { get; init; } = [Object];

    /// <summary>Returns a finding about <paramref name="objects"/>, at least one, for which a migration is refused.</summary>
    internal static CheckFinding Fail<T>(IReadOnlyCollection<T> objects, string cause, string remedy) =>
        Fail(NameList.Of(objects), cause, remedy) with { Objects = [.. objects.Select(one => $"{one}")] };

    /// <summary>Returns a finding about <paramref name="objects"/>, at least one, with which a migration goes on.</summary>
    internal static CheckFinding Warn<T>(IReadOnlyCollection<T> objects, string cause, string remedy) =>
        Warn(NameList.Of(objects), cause, remedy) with { Objects = [.. objects.Select(one => $"{one}")] };

    /// <summary>Returns a finding for which a migration is refused.</summary>
    internal static CheckFinding Fail(string @object, string cause, string remedy) => new(CheckLevel.Fail, @object, cause, remedy);

    /// <summary>Returns a finding with which a migration goes on.</summary>
    internal static CheckFinding Warn(string @object, string cause, string remedy) => new(CheckLevel.Warn, @object, cause, remedy);
}
