using ActorMigrate.Host.Inspection;

namespace ActorMigrate.Host.Tests.Inspection;

public sealed class PlanGraphTests
{
    [Fact]
    public void A_picture_has_a_box_for_each_kind_and_an_arrow_for_what_waits_for_it() => Assert.Equal(
        """
        flowchart TD
          subgraph p1["create target schema"]
            n0["schema x 1"]
          end
          subgraph p2["create target tables"]
            n1["table x 1"]
          end
          subgraph p4["transfer data"]
            n3["copy x 2"]
          end
          subgraph p7["create primary keys"]
            n2["index x 1"]
          end
          n0 --> n1
          n1 --> n2
          n1 --> n3
          n3 --> n2

        """.ReplaceLineEndings("\n"),
        PlanGraph.Of(Plans.Small).Mermaid());

    [Fact]
    public void Graphviz_gets_the_same_boxes_and_arrows()
    {
        var dot = PlanGraph.Of(Plans.Small).Dot();

        Assert.StartsWith("digraph plan {\n", dot, StringComparison.Ordinal);
        Assert.Contains("    n3 [label=\"copy x 2\"];\n", dot, StringComparison.Ordinal);
        Assert.Contains("  n3 -> n2;\n", dot, StringComparison.Ordinal);
        Assert.EndsWith("}\n", dot, StringComparison.Ordinal);
    }
}
