using ActorMigrate.Migration;

namespace ActorMigrate.Catalog.Operators;

/// <summary>Finds operators that name a commutator or negator which does not name them back.</summary>
internal sealed class OperatorPartners(IEnumerable<OperatorObject> operators)
{
    private readonly ILookup<(QualifiedName Name, string? Left, string? Right), (OperatorObject Operator, string As)> byPartner = operators
        .SelectMany(one => one.Partners().Select(partner => (Key: (partner.Name, partner.Left, partner.Right), Named: (one, partner.As))))
        .ToLookup(pair => pair.Key, pair => pair.Named);

    /// <summary>Returns the oids of the operators that name <paramref name="partner"/> one-sidedly.</summary>
    public IEnumerable<uint> OneSidedOf(OperatorObject partner) => byPartner[(partner.Name, partner.Left, partner.Right)]
        .Where(named => named.Operator.Oid != partner.Oid && !partner.Partners().Any(back => back.As == named.As
            && (back.Name, back.Left, back.Right) == (named.Operator.Name, named.Operator.Left, named.Operator.Right)))
        .Select(named => named.Operator.Oid);
}
