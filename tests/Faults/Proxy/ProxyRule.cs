namespace ActorMigrate.Faults.Tests.Proxy;

/// <summary>The rule for one way of a proxy, now and for how long; counts the bytes that have passed.</summary>
internal sealed class ProxyRule
{
    private readonly Lock gate = new();
    private TaskCompletionSource changed = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private ProxyFault fault = new ProxyFault.Pass();
    private long left;
    private long passed;
    private (long Bytes, TaskCompletionSource Reached)? awaited;

    /// <summary>Bytes that have been handed on.</summary>
    public long Passed => Interlocked.Read(ref passed);

    /// <summary>The fault that holds.</summary>
    public ProxyFault Fault
    {
        get
        {
            lock (gate)
                return fault;
        }

        set
        {
            TaskCompletionSource before;
            lock (gate)
            {
                fault = value;
                left = value is ProxyFault.EndAfter end ? end.Bytes : 0;
                before = changed;
                changed = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            }

            before.TrySetResult();
        }
    }

    /// <summary>The fault that holds, and what completes when another does.</summary>
    public (ProxyFault Fault, Task Changed) Look()
    {
        lock (gate)
            return (fault, changed.Task);
    }

    /// <summary>Completes when so many bytes in all have been handed on. For one who waits at a time.</summary>
    public Task WhenPassedAsync(long bytes)
    {
        lock (gate)
        {
            var reached = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            awaited = (bytes, reached);
            if (passed >= bytes)
                reached.TrySetResult();
            return reached.Task;
        }
    }

    /// <summary>Notes bytes that were handed on.</summary>
    public void Count(int bytes)
    {
        lock (gate)
        {
            passed += bytes;
            if (passed >= awaited?.Bytes)
                awaited.Value.Reached.TrySetResult();
        }
    }

    /// <summary>Returns how many of <paramref name="wanted"/> bytes pass before an <see cref="ProxyFault.EndAfter"/> ends their connection;
    /// it ends one, and then the way passes again.</summary>
    public int Take(ProxyFault.EndAfter end, int wanted, out bool ends)
    {
        lock (gate)
        {
            if (fault != end)
            {
                ends = false;
                return wanted;
            }

            var taken = (int)Math.Min(wanted, left);
            left -= taken;
            ends = taken < wanted;
            if (ends)
                fault = new ProxyFault.Pass();
            return taken;
        }
    }
}
