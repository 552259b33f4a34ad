using Akka.Dispatch.SysMsg;

namespace Akka.Actor.Internal;

/// <summary>The life of the instances: made, failed, resumed, replaced, ended.</summary>
internal sealed partial class ActorCell
{
    /// <summary>System messages that came at a bad time, in order.</summary>
    private Queue<SystemMessage>? _waiting;

    /// <summary>Who is to blame for the failure that is being decided: the actor itself or a child that it escalated for.</summary>
    private IActorRef? _blamed;

    private bool IsFailed => _blamed is not null;

    /// <summary>While children are stopping for a new instance, nothing may change the plan; while suspended, no child is judged.</summary>
    private bool MustWait(SystemMessage message) => message switch
    {
        Recreate or Suspend or Resume => _children.WaitsForChildren,
        Failed => _children.WaitsForChildren || _mailbox.IsSuspended,
        _ => false,
    };

    private void ReplayWaiting()
    {
        while (_waiting is { Count: > 0 } && !_terminated && !MustWait(_waiting.Peek()))
        {
            var message = _waiting.Dequeue();
            try
            {
                Dispatch(message);
            }
            catch (Exception cause)
            {
                Fail(cause, (message as Failed)?.Child);
            }
        }
    }

    private void CreateFirst()
    {
        try
        {
            NewInstance();
            _actor!.AroundPreStart();
        }
        catch (Exception cause)
        {
            RetireInstance();
            throw cause as ActorInitializationException
                ?? new ActorInitializationException(SelfRef, $"Exception during creation: {cause.Message}", cause);
        }
    }

    private void NewInstance()
    {
        _behaviors.Clear();
        _incarnation++;
        var actor = Props.NewActor();
        if (actor is IActorStash stashing) stashing.Stash = new Stash(this);
        if (actor is IWithTimers timing) timing.Timers = new TimerScheduler(this);
        if (actor is ReceiveActor receiving) receiving.EndConfiguration();
        if (Props.SupervisorStrategy is { } strategy) actor.Strategy = strategy;
        _actor = actor;
    }

    /// <summary>Takes the instance out of the cell: its timers never tick again, its stash goes back to the mailbox.</summary>
    private void RetireInstance()
    {
        if (_actor is not { } actor) return;
        _actor = null;
        if (actor is IWithTimers { Timers: TimerScheduler timers }) timers.Close();
        if (actor is IActorStash { Stash: { } stash }) stash.UnstashAll();
        actor.Retire(SelfRef);
        _operation = null;
        _mailbox.AbandonOperations();
        Props.Release(actor);
    }

    /// <summary>Suspends the actor and all below it but <paramref name="blamed"/>, which failed already, and asks the parent what to do.</summary>
    private void Fail(Exception cause, IInternalActorRef? blamed)
    {
        if (_terminated || IsFailed) return;
        try
        {
            _mailbox.Suspend();
            _blamed = blamed ?? SelfRef;
            foreach (var child in _children.All())
            {
                if (!child.Child.Equals(blamed)) child.Child.SendSystemMessage(new Suspend());
            }

            ParentRef.SendSystemMessage(new Failed(SelfRef, cause));
        }
        catch (Exception emergency)
        {
            LogError(emergency, $"Emergency stop: exception in failure handling for {cause.GetType()}");
            _children.Close();
            StopChildren();
            FinishTerminate();
        }
    }

    private void HandleFailure(Failed failed)
    {
        if (_children.Find(failed.Child) is not { } child) return;
        _envelope = new Envelope(failed, failed.Child);
        var handled = _actor?.Strategy.HandleFailure(this, child, failed.Cause) == true;
        _envelope = default;
        if (!handled) Fail(failed.Cause, failed.Child);
    }

    private void SuspendAll()
    {
        _mailbox.Suspend();
        foreach (var child in _children.All()) child.Child.SendSystemMessage(new Suspend());
    }

    private void ResumeAll(Exception? cause)
    {
        if (_actor is null)
        {
            RecreateUnmade();
            return;
        }

        var blamed = _blamed;
        _mailbox.Resume();
        if (cause is not null) _blamed = null;
        foreach (var child in _children.All())
            child.Child.SendSystemMessage(new Resume(child.Child.Equals(blamed) ? cause : null));
    }

    private void BeginRecreate(Exception cause)
    {
        if (_actor is not { } failed)
        {
            RecreateUnmade();
            return;
        }

        if (!_children.IsNormal)
        {
            // Already stopping for good: only keep the count of suspensions right.
            ResumeAll(null);
            return;
        }

        try
        {
            CancelTimers(failed);
            failed.AroundPreRestart(cause, _envelope.Message);
        }
        catch (Exception hook)
        {
            LogError(new PreRestartException(SelfRef, hook, cause, _envelope.Message), hook.Message);
        }
        finally
        {
            RetireInstance();
        }

        if (!_children.AwaitStopping(new SuspendReason.Recreation(cause))) FinishRecreate(cause);
    }

    private void FinishRecreate(Exception cause)
    {
        var survivors = _children.All();
        try
        {
            _mailbox.Resume();
            _blamed = null;
            _envelope = default;
            NewInstance();
            _actor!.AroundPostRestart(cause, null!);
            foreach (var child in survivors) child.Child.SendSystemMessage(new Recreate(cause));
        }
        catch (Exception hook)
        {
            RetireInstance();
            Fail(new PostRestartException(SelfRef, hook, cause), blamed: null);
        }
    }

    /// <summary>The first instance could not be made, and the parent wants it tried again.</summary>
    private void RecreateUnmade()
    {
        if (_children.IsTerminating) return;
        StopChildren();
        if (!_children.AwaitStopping(new SuspendReason.Creation())) FinishCreate();
    }

    private void FinishCreate()
    {
        _mailbox.Resume();
        _blamed = null;
        try
        {
            CreateFirst();
        }
        catch (Exception cause)
        {
            Fail(cause, blamed: null);
        }
    }

    private void BeginTerminate()
    {
        SetReceiveTimeout(null);
        _children.Close();
        StopChildren();
        if (!_children.AwaitStopping(new SuspendReason.Termination())) FinishTerminate();
        else if (!_terminating)
        {
            _terminating = true;
            _mailbox.Suspend();
        }
    }

    private void FinishTerminate()
    {
        var actor = _actor;
        try
        {
            if (actor is not null)
            {
                CancelTimers(actor);
                actor.AroundPostStop();
            }
        }
        catch (Exception cause)
        {
            LogError(cause, cause.Message);
        }
        finally
        {
            RetireInstance();
            _terminated = true;
            _mailbox.Close();
            ParentRef.SendSystemMessage(new DeathWatchNotification(SelfRef, existenceConfirmed: true));
            TellWatchers();
            LetGo();
        }
    }

    private void LetGo()
    {
        _behaviors.Clear();
        _waiting = null;
        _blamed = null;
        _envelope = default;
        SystemImpl.EventStream.Forget(SelfRef);
    }

    private static void CancelTimers(ActorBase actor)
    {
        if (actor is IWithTimers { Timers: { } timers }) timers.CancelAll();
    }
}
