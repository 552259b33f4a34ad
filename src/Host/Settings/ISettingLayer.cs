namespace ActorMigrate.Host.Settings;

/// <summary>One place that settings come from. Upper layers hide lower ones.</summary>
internal interface ISettingLayer
{
    /// <summary>Returns the value given for <paramref name="setting"/>, or null where this layer says nothing of it.</summary>
    GivenValue? Find(Setting setting, Problems problems);

    /// <summary>Reports what is given and is not a setting.</summary>
    void ReportUnknown(Problems problems);
}
