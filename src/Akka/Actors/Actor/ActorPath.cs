namespace Akka.Actor;

/// <summary>The place of an actor in the tree of its system; the uid tells the actors apart that have had the same place.</summary>
public abstract class ActorPath : IEquatable<ActorPath>, IComparable<ActorPath>
{
    /// <summary>The punctuation that a name may contain besides ASCII letters and digits.</summary>
    public const string ValidSymbols = "\"-_.*$+:@&=,!~';()";

    private string? _text;

    private protected ActorPath(Address address, ActorPath? parent, string name, long uid)
    {
        Address = address;
        Parent = parent;
        Name = name;
        Uid = uid;
        Depth = parent is null ? 0 : parent.Depth + 1;
    }

    /// <summary>The address of the system.</summary>
    public Address Address { get; }

    /// <summary>The path above, or null at the root.</summary>
    public ActorPath? Parent { get; }

    /// <summary>The last element.</summary>
    public string Name { get; }

    /// <summary>Which actor of this place is meant; 0 if any.</summary>
    public long Uid { get; }

    /// <summary>How many elements lie between the root and this one, this one included.</summary>
    public int Depth { get; }

    /// <summary>The elements from below the root down to this one.</summary>
    public IReadOnlyList<string> Elements
    {
        get
        {
            var elements = new string[Depth];
            for (var path = this; path.Parent is not null; path = path.Parent)
                elements[path.Depth - 1] = path.Name;
            return elements;
        }
    }

    /// <summary>The path without parent that this one hangs from.</summary>
    public ActorPath Root
    {
        get
        {
            var path = this;
            while (path.Parent is not null) path = path.Parent;
            return path;
        }
    }

    /// <summary>The path of the child with this name, of any uid.</summary>
    public static ActorPath operator /(ActorPath path, string name) => path.Child(name);

    /// <summary>The same place, whatever the uid.</summary>
    public static bool operator ==(ActorPath? left, ActorPath? right) => left is null ? right is null : left.Equals(right);

    /// <summary>Another place.</summary>
    public static bool operator !=(ActorPath? left, ActorPath? right) => !(left == right);

    /// <summary>Whether <paramref name="s"/> may be the name of an actor: ASCII letters, digits and <see cref="ValidSymbols"/>, not starting with a dollar sign.</summary>
    public static bool IsValidPathElement(string s)
    {
        if (string.IsNullOrEmpty(s) || s[0] == '$') return false;
        foreach (var c in s)
        {
            if (!char.IsAsciiLetterOrDigit(c) && !ValidSymbols.Contains(c, StringComparison.Ordinal)) return false;
        }

        return true;
    }

    /// <summary>The path of the child with this name, of any uid.</summary>
    public ActorPath Child(string childName) => new ChildActorPath(this, childName, 0);

    /// <summary>The same place with another uid.</summary>
    public ActorPath WithUid(long uid) => Parent is null || uid == Uid ? this : new ChildActorPath(Parent, Name, uid);

    /// <summary>The elements alone: <c>/user/a/b</c>.</summary>
    public string ToStringWithoutAddress() => "/" + string.Join('/', Elements);

    /// <summary>With the address, as <see cref="ToString"/>.</summary>
    public string ToStringWithAddress() => ToString();

    /// <inheritdoc/>
    public bool Equals(ActorPath? other) =>
        ReferenceEquals(this, other) || (other is not null && Name == other.Name && ToString() == other.ToString());

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as ActorPath);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Depth, Name);

    /// <inheritdoc/>
    public int CompareTo(ActorPath? other) => string.CompareOrdinal(ToString(), other?.ToString());

    /// <inheritdoc/>
    public override string ToString() => _text ??= Address + ToStringWithoutAddress();
}

/// <summary>The path that has no parent.</summary>
public sealed class RootActorPath : ActorPath
{
    /// <summary>The root of the system at <paramref name="address"/>.</summary>
    public RootActorPath(Address address, string name = "")
        : base(address, null, name, 0)
    {
    }
}

/// <summary>A path below another one.</summary>
public sealed class ChildActorPath : ActorPath
{
    /// <summary>The child called <paramref name="name"/> below <paramref name="parentPath"/>.</summary>
    public ChildActorPath(ActorPath parentPath, string name, long uid)
        : base(parentPath.Address, parentPath, name, uid)
    {
    }
}
