using System.Text;
using System.Text.RegularExpressions;
using ActorMigrate.Host.Dashboard;
using ActorMigrate.TestServers;

namespace ActorMigrate.Host.Tests.Dashboard;

public partial class PageFilesTests
{
    public static TheoryData<string> Paths => [.. DashboardPages.Paths];

    [Theory]
    [MemberData(nameof(Paths))]
    public void A_file_needs_nothing_from_elsewhere_and_no_script_or_style_within_the_page(string path)
    {
        var (content, type) = PageFiles.Find(path)!.Value;
        var text = Encoding.UTF8.GetString(content);

        Assert.NotEmpty(type);
        Assert.DoesNotContain(Address().Matches(text).Select(match => match.Value), address =>
            !address.StartsWith("http://www.w3.org/", StringComparison.Ordinal));
        Assert.DoesNotMatch(Inline(), text);
        Assert.DoesNotMatch("innerHTML|outerHTML|insertAdjacentHTML|document\\.write|eval\\(|new Function", text);
    }

    [Fact]
    public void Every_file_that_a_file_refers_to_is_served()
    {
        var named = DashboardPages.Paths
            .SelectMany(path => Reference().Matches(Encoding.UTF8.GetString(PageFiles.Find(path)!.Value.Content)))
            .Select(match => "/" + match.Groups[1].Value).Distinct().ToList();

        Assert.NotEmpty(named);
        Assert.DoesNotContain(named, path => PageFiles.Find(path) is null);
        Assert.Null(PageFiles.Find("/reference.conf"));
        Assert.Null(PageFiles.Find("/../dashboard.html"));
    }

    [Fact]
    public void The_policy_allows_no_inline_script_and_no_other_origin_and_is_documented()
    {
        Assert.DoesNotContain("unsafe", PageFiles.Policy, StringComparison.Ordinal);
        Assert.DoesNotContain("*", PageFiles.Policy, StringComparison.Ordinal);
        Assert.StartsWith("default-src 'none';", PageFiles.Policy, StringComparison.Ordinal);
        Assert.Contains(PageFiles.Policy, Checkout.Read("docs/dashboard.md"), StringComparison.Ordinal);
    }

    [GeneratedRegex("https?://[^\\s\"')]+|//[a-z0-9.-]+\\.[a-z]{2,}/")]
    private static partial Regex Address();

    [GeneratedRegex("<style|\\sstyle=|<script(?![^>]*src=)|\\son[a-z]+=\"|javascript:")]
    private static partial Regex Inline();

    [GeneratedRegex("""["'](?:\./|/)([a-z]+\.(?:js|css|svg))["']""")]
    private static partial Regex Reference();
}
