namespace ActorMigrate.Postgres.Connection;

/// <summary>A secret. It prints as <c>***</c> wherever it is formatted, logged or serialized.</summary>
public sealed class Password : IEquatable<Password>
{
    private readonly string _value;

    /// <summary>Wraps <paramref name="value"/>.</summary>
    public Password(string value) => _value = value;

    internal string Reveal() => _value;

    /// <inheritdoc />
    public bool Equals(Password? other) => other is not null && string.Equals(_value, other._value, StringComparison.Ordinal);

    /// <inheritdoc />
    public override bool Equals(object? obj) => Equals(obj as Password);

    /// <inheritdoc />
    public override int GetHashCode() => _value.GetHashCode(StringComparison.Ordinal);

    /// <summary>Returns <c>***</c>.</summary>
    public override string ToString() => "***";
}
