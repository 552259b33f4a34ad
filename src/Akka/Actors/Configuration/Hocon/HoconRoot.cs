namespace Akka.Configuration.Hocon;

/// <summary>What a text was parsed into.</summary>
public class HoconRoot
{
    /// <summary>A root with the substitutions that its text contains.</summary>
    public HoconRoot(HoconValue value, IEnumerable<HoconSubstitution> substitutions)
    {
        Value = value;
        Substitutions = substitutions;
    }

    /// <summary>A root without substitutions.</summary>
    public HoconRoot(HoconValue value)
        : this(value, [])
    {
    }

    /// <summary>The value at the top, an object.</summary>
    public HoconValue Value { get; }

    /// <summary>The substitutions of the text, resolved.</summary>
    public IEnumerable<HoconSubstitution> Substitutions { get; }
}
