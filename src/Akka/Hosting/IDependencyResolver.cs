using Akka.Actor;
using Microsoft.Extensions.DependencyInjection;

namespace Akka.DependencyInjection;

/// <summary>Makes actors whose constructors take services.</summary>
public interface IDependencyResolver
{
    /// <summary>An actor whose constructor is given <paramref name="args"/>, and services for the rest.</summary>
    Props Props<T>(params object[] args)
        where T : ActorBase;

    /// <summary>An actor whose constructor is given <paramref name="args"/>, and services for the rest.</summary>
    Props Props(Type type, params object[] args);

    /// <summary>An actor whose constructor is given services.</summary>
    Props Props(Type type);

    /// <summary>A service, or null.</summary>
    object? GetService<T>();

    /// <summary>A service, or null.</summary>
    object? GetService(Type type);
}

/// <summary>Makes actors with services from a container.</summary>
internal sealed class ServiceProviderResolver(IServiceProvider services) : IDependencyResolver
{
    public Props Props<T>(params object[] args)
        where T : ActorBase => Props(typeof(T), args);

    public Props Props(Type type, params object[] args) => Actor.Props.CreateBy(new ServiceProviderProducer(services, type, args));

    public Props Props(Type type) => Props(type, []);

    public object? GetService<T>() => services.GetService(typeof(T));

    public object? GetService(Type type) => services.GetService(type);
}

/// <summary>Makes one class of actors; each incarnation gets its services anew.</summary>
internal sealed class ServiceProviderProducer(IServiceProvider services, Type type, object[] args) : IIndirectActorProducer
{
    public Type ActorType => type;

    public ActorBase Produce() => (ActorBase)ActivatorUtilities.CreateInstance(services, type, args);

    public void Release(ActorBase actor)
    {
        if (actor is IDisposable disposable) disposable.Dispose();
    }
}
