namespace CrmClub.Gateway;

/// <summary>Calls an hour of what is open to all and makes work for people.</summary>
public sealed class HourlyLimits
{
    public const string Section = "Gateway:CallsPerHour";

    /// <summary>Grievances filed from one address, by whichever way.</summary>
    public int Grievances { get; set; } = 5;

    /// <summary>Grievances filed from everywhere.</summary>
    public int GrievancesInAll { get; set; } = 100;

    /// <summary>Questions by receipt from one address: a person asks seldom, who guesses asks often.</summary>
    public int Receipts { get; set; } = 60;
}
