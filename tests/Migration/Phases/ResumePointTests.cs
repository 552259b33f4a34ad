using ActorMigrate.Migration.Phases;

namespace ActorMigrate.Migration.Tests.Phases;

public sealed class ResumePointTests
{
    [Theory]
    [InlineData(Phase.ExtractSourceSchema, Phase.CreateTargetSchema, false, Phase.CreateTargetSchema)]
    [InlineData(Phase.CreateTargetTables, Phase.TransferData, false, Phase.CreateTargetTables)]
    [InlineData(Phase.PrepareTransfers, Phase.TransferData, false, Phase.PrepareTransfers)]
    [InlineData(Phase.PrepareTransfers, Phase.TransferData, true, Phase.PrepareTransfers)]
    [InlineData(Phase.TransferData, Phase.TransferData, true, Phase.TransferData)]
    [InlineData(Phase.TransferData, null, true, Phase.TransferData)]
    [InlineData(Phase.CreatePrimaryKeys, Phase.Validate, true, Phase.CreatePrimaryKeys)]
    [InlineData(Phase.Summarize, null, true, Phase.Summarize)]
    public void A_migration_goes_on_in_the_phase_that_it_was_in(Phase recorded, Phase? outstanding, bool planned, Phase expected) =>
        Assert.Equal(expected, ResumePoint.Of(recorded, outstanding, planned));

    [Theory]
    [InlineData(Phase.Summarize, Phase.TransferData, true, Phase.TransferData)]
    [InlineData(Phase.Summarize, Phase.CreateTargetSchema, true, Phase.CreateTargetSchema)]
    [InlineData(Phase.Validate, Phase.CreatePrimaryKeys, true, Phase.CreatePrimaryKeys)]
    [InlineData(Phase.Summarize, Phase.CreatePrimaryKeys, false, Phase.PrepareTransfers)]
    [InlineData(Phase.Summarize, null, false, Phase.PrepareTransfers)]
    public void It_goes_back_to_the_first_phase_that_has_work_left(Phase recorded, Phase? outstanding, bool planned, Phase expected) =>
        Assert.Equal(expected, ResumePoint.Of(recorded, outstanding, planned));
}
