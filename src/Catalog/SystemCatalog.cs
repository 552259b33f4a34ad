namespace ActorMigrate.Catalog;

/// <summary>The oids of the system catalogs, which are the same in every server and version (<c>src/include/catalog/*.h</c>).</summary>
internal static class SystemCatalog
{
    public const uint Class = 1259;
    public const uint Type = 1247;
    public const uint Procedure = 1255;
    public const uint Constraint = 2606;
    public const uint Default = 2604;
    public const uint Namespace = 2615;
    public const uint Trigger = 2620;
    public const uint Rewrite = 2618;
    public const uint Policy = 3256;
    public const uint Statistics = 3381;
    public const uint Extension = 3079;
    public const uint Collation = 3456;
    public const uint Operator = 2617;
    public const uint OperatorClass = 2616;
    public const uint OperatorFamily = 2753;
    public const uint OperatorFamilyOperator = 2602;
    public const uint OperatorFamilyFunction = 2603;
    public const uint Conversion = 2607;
    public const uint Cast = 2605;
    public const uint Language = 2612;
    public const uint AccessMethod = 2601;
    public const uint Transform = 3576;
    public const uint TextSearchParser = 3601;
    public const uint TextSearchTemplate = 3764;
    public const uint TextSearchDictionary = 3600;
    public const uint TextSearchConfiguration = 3602;
    public const uint ForeignDataWrapper = 2328;
    public const uint ForeignServer = 1417;
    public const uint EventTrigger = 3466;
    // No system catalog: the shell that stands for a base type until its functions are there.
    public const uint ShellOf = 1;
    public const uint DefaultPrivileges = 826;
    public const uint Publication = 6104;
    public const uint LargeObject = 2613;
    public const uint Subscription = 6100;
    public const uint UserMapping = 1418;
    public const uint Role = 1260;
    public const uint Membership = 1261;
    public const uint Database = 1262;
    public const uint Setting = 2964;
    public const uint ParameterPrivilege = 6243;
    public const uint InitialPrivileges = 3394;
}
