namespace ActorMigrate.Validation.Definitions;

/// <summary>A property of an object that differs, or an object that one side lacks, with its name in the target.</summary>
/// <param name="Kind">The object's kind.</param>
/// <param name="Name">Its name with its schema.</param>
/// <param name="Message">The difference.</param>
/// <param name="Remedy">The next step for the user.</param>
public sealed record DefinitionDifference(string Kind, string Name, string Message, string Remedy)
{
    /// <summary>The target lacks the object.</summary>
    public bool IsMissing { get; init; }

    /// <summary>The missing schema that the object is missing with, kind and name; null for a difference by itself.</summary>
    public string? MissingWith { get; init; }

    /// <summary>Kind and name, as messages to the user have them.</summary>
    public string Object => $"{Kind} {Name}";
}
