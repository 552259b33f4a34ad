using System.Globalization;
using System.Reflection;
using System.Text.RegularExpressions;
using ActorMigrate.Migration;

namespace ActorMigrate.Architecture.Tests;

/// <summary>The table of waits in docs/architecture.md and the times of the code are the same.</summary>
public sealed partial class TimeoutTests
{
    private static readonly Dictionary<string, TimeSpan> Known = typeof(Timeouts).GetFields(BindingFlags.Public | BindingFlags.Static)
        .ToDictionary(field => field.Name, field => (TimeSpan)field.GetValue(null)!);

    [Fact]
    public void The_table_of_waits_states_each_time_as_the_code_has_it()
    {
        var text = Repository.Read("docs/architecture.md");
        var stated = Stated().Matches(text).Select(match => (Name: match.Groups["name"].Value, Time: TimeOf(match))).ToList();

        Assert.Empty(stated.Where(one => !Known.TryGetValue(one.Name, out var time) || time != one.Time));
        Assert.Equal(Known.Keys.Order(), stated.Select(one => one.Name).Distinct().Order());
    }

    [Theory]
    [InlineData("a look after 10 s (`FirstStallLook`) names", 10)]
    [InlineData("10 minutes (`ValidationLock`) for counts", 600)]
    [InlineData("1 minute (`Lock`)", 60)]
    public void A_time_and_its_name_are_recognized(string row, int seconds) =>
        Assert.Equal(TimeSpan.FromSeconds(seconds), TimeOf(Assert.Single(Stated().Matches(row))));

    private static TimeSpan TimeOf(Match match)
    {
        var number = int.Parse(match.Groups["number"].Value, CultureInfo.InvariantCulture);
        return match.Groups["unit"].Value == "s" ? TimeSpan.FromSeconds(number) : TimeSpan.FromMinutes(number);
    }

    [GeneratedRegex(@"\b(?<number>\d+) (?<unit>s|minutes?) \(`(?<name>\w+)`\)")]
    private static partial Regex Stated();
}
