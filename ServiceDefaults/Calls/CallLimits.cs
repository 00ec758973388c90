namespace CrmClub.ServiceDefaults.Calls;

/// <summary>What a call may take.</summary>
public static class CallLimits
{
    public const int MessageReceivedBytesMax = 1024 * 1024;
    public const int MessageSentBytesMax = 4 * 1024 * 1024;

    /// <summary>Time of a unary call whose caller named no deadline.</summary>
    public static readonly TimeSpan DeadlineDefault = TimeSpan.FromSeconds(10);

    /// <summary>Farthest deadline a unary call may ask for.</summary>
    public static readonly TimeSpan DeadlineMax = TimeSpan.FromSeconds(30);
}
