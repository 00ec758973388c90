namespace CrmClub.Declarations.Reassessment;

/// <summary>What has changed that declarations were decided on.</summary>
internal abstract record Change
{
    private Change()
    {
    }

    /// <summary>A certificate says something else.</summary>
    /// <param name="Number">Of the certificate.</param>
    /// <param name="Version">That says it.</param>
    public sealed record OfCertificate(string Number, int Version) : Change;

    /// <summary>A step in a party's life was decided.</summary>
    /// <param name="Party">Its code.</param>
    /// <param name="Decision">Number of the decision.</param>
    /// <param name="MembershipSeq">Its place in Membership's journal.</param>
    public sealed record OfParty(string Party, int Decision, long MembershipSeq) : Change;

    /// <summary>Figures were corrected.</summary>
    /// <param name="Set">Number of the set that corrects them.</param>
    /// <param name="Series">Of exchange rates; empty where they are reference prices.</param>
    public sealed record OfRates(int Set, string Series) : Change;

    /// <summary>A tariff version came that counts on days past.</summary>
    /// <param name="Version">Its number.</param>
    public sealed record OfTariff(int Version) : Change;

    /// <summary>A quota was allocated.</summary>
    /// <param name="OrderNumber">Of the quota.</param>
    /// <param name="Period">First day of its period.</param>
    /// <param name="Number">Of the allocation.</param>
    /// <param name="Day">Legal day on which it was made.</param>
    public sealed record OfQuota(string OrderNumber, DateOnly Period, int Number, DateOnly Day) : Change;
}
