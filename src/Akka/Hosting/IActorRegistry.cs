using System.Diagnostics.CodeAnalysis;
using Akka.Actor;

namespace Akka.Hosting;

/// <summary>Finds actors by the type that they were registered under.</summary>
public interface IReadOnlyActorRegistry : IEnumerable<KeyValuePair<Type, IActorRef>>
{
    /// <summary>The actor; throws <see cref="MissingActorRegistryEntryException"/> if there is none yet.</summary>
    IActorRef Get<TKey>();

    /// <summary>The actor, as soon as it is registered.</summary>
    Task<IActorRef> GetAsync<TKey>(CancellationToken ct = default);

    /// <summary>The actor, as soon as it is registered.</summary>
    Task<IActorRef> GetAsync(Type key, CancellationToken ct = default);

    /// <summary>The actor; false if there is none yet.</summary>
    bool TryGet<TKey>([NotNullWhen(true)] out IActorRef? actor);

    /// <summary>The actor; false if there is none yet.</summary>
    bool TryGet(Type key, [NotNullWhen(true)] out IActorRef? actor);
}

/// <summary>Registers actors under types, for whoever needs them.</summary>
public interface IActorRegistry : IReadOnlyActorRegistry
{
    /// <summary>Registers an actor; throws <see cref="DuplicateActorRegistryException"/> if the type is taken and not to be overwritten.</summary>
    void Register<TKey>(IActorRef actor, bool overwrite = false);

    /// <summary>Registers an actor; false if the type is taken and not to be overwritten.</summary>
    bool TryRegister<TKey>(IActorRef actor, bool overwrite = false);

    /// <summary>Registers an actor; false if the type is taken and not to be overwritten.</summary>
    bool TryRegister(Type key, IActorRef actor, bool overwrite = false);
}

/// <summary>The actor registered under <typeparamref name="TActor"/>, as a dependency of services.</summary>
public interface IRequiredActor<TActor>
{
    /// <summary>The actor; throws <see cref="MissingActorRegistryEntryException"/> if there is none yet.</summary>
    IActorRef ActorRef { get; }

    /// <summary>The actor, as soon as it is registered.</summary>
    Task<IActorRef> GetAsync(CancellationToken cancellationToken = default);
}
