namespace ActorMigrate.Migration.Options;

/// <summary>The consequence of an object that cannot be made.</summary>
public enum OnObjectError
{
    /// <summary>The object is reported, what needs it is skipped, and the rest goes on.</summary>
    Continue,

    /// <summary>The run stops, and can be resumed.</summary>
    Stop,
}
