using System.Linq.Expressions;
using System.Reflection;
using Akka.Actor.Internal;

namespace Akka.Actor;

/// <summary>How to make an actor: its class and the arguments of its constructor, which every incarnation is given alike. Immutable.</summary>
public class Props : IEquatable<Props>
{
    private readonly IIndirectActorProducer? _producer;

    /// <summary>An actor of <paramref name="type"/>, made without arguments.</summary>
    public Props(Type type)
        : this(type, [])
    {
    }

    /// <summary>An actor of <paramref name="type"/>, made with <paramref name="args"/>.</summary>
    public Props(Type type, object?[] args)
        : this(type, null, args, null)
    {
    }

    private Props(Type type, SupervisorStrategy? strategy, object?[] args, IIndirectActorProducer? producer)
    {
        ArgumentNullException.ThrowIfNull(type);
        Type = type;
        SupervisorStrategy = strategy!;
        Arguments = args!;
        _producer = producer;
    }

    /// <summary>The class.</summary>
    public Type Type { get; }

    /// <summary>The arguments of the constructor.</summary>
    public object[] Arguments { get; }

    /// <summary>The strategy that replaces the actor's own, or null.</summary>
    public SupervisorStrategy SupervisorStrategy { get; protected set; }

    /// <summary>An actor made by <c>new TActor(…)</c>; the arguments are evaluated once, here.</summary>
    public static Props Create<TActor>(Expression<Func<TActor>> factory, SupervisorStrategy? supervisorStrategy = null)
        where TActor : ActorBase
    {
        if (factory.Body is not NewExpression construction)
            throw new ArgumentException("The create function must be a 'new T (args)' expression");
        return new Props(typeof(TActor), supervisorStrategy, construction.Arguments.Select(Argument.Evaluate).ToArray(), null);
    }

    /// <summary>An actor of <typeparamref name="TActor"/>, made with <paramref name="args"/>.</summary>
    public static Props Create<TActor>(params object?[] args)
        where TActor : ActorBase => new(typeof(TActor), null, args, null);

    /// <summary>An actor of <typeparamref name="TActor"/>, made without arguments, and how it deals with its children.</summary>
    public static Props Create<TActor>(SupervisorStrategy supervisorStrategy)
        where TActor : ActorBase, new() => new(typeof(TActor), supervisorStrategy, [], null);

    /// <summary>An actor of <paramref name="type"/>, made with <paramref name="args"/>.</summary>
    public static Props Create(Type type, params object?[] args) => new(type, null, args, null);

    /// <summary>An actor that <paramref name="producer"/> makes.</summary>
    public static Props CreateBy(IIndirectActorProducer producer, params object?[] args) =>
        new(producer.ActorType, null, args, producer);

    /// <summary>The same actor with another way to deal with its children.</summary>
    public Props WithSupervisorStrategy(SupervisorStrategy supervisorStrategy) =>
        new(Type, supervisorStrategy, Arguments, _producer);

    /// <summary>Makes an instance; only possible on an actor's turn.</summary>
    public virtual ActorBase NewActor()
    {
        if (_producer is not null) return _producer.Produce();
        return (ActorBase)Activator.CreateInstance(
            Type, BindingFlags.Public | BindingFlags.Instance | BindingFlags.DoNotWrapExceptions, null, Arguments, null)!;
    }

    /// <inheritdoc/>
    public bool Equals(Props? other) =>
        other is not null && Type == other.Type && ReferenceEquals(_producer, other._producer)
        && Equals(SupervisorStrategy, other.SupervisorStrategy) && Arguments.SequenceEqual(other.Arguments);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as Props);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Type, Arguments.Length);

    internal void Release(ActorBase actor) => _producer?.Release(actor);
}

/// <summary>Makes actors in another way than by their constructor, such as from a container.</summary>
public interface IIndirectActorProducer
{
    /// <summary>The class of what is made.</summary>
    Type ActorType { get; }

    /// <summary>Makes an instance.</summary>
    ActorBase Produce();

    /// <summary>Takes an instance back that has ended.</summary>
    void Release(ActorBase actor);
}
