using CrmClub.Contracts.Membership.V1;

namespace CrmClub.Membership.Copy;

/// <summary>An administration with its policies ready to be asked by day.</summary>
public sealed class AdministrationView
{
    private readonly (Days Valid, AdministrationPolicy Policy)[] _newestFirst;

    public AdministrationView(Administration contract)
    {
        Contract = contract;
        _newestFirst = [.. contract.Policies.Reverse()
            .Select(policy => (Days.Read(policy.ValidFrom, policy.ValidTo), policy))];
    }

    /// <summary>The administration as Membership states it.</summary>
    public Administration Contract { get; }

    public string Code => Contract.Code;

    /// <summary>IANA zone in which its legal days begin and end.</summary>
    public string TimeZone => Contract.TimeZone;

    /// <summary>The policy of a legal day; null where none covers it.</summary>
    public AdministrationPolicy? PolicyOn(DateOnly day)
    {
        foreach (var (valid, policy) in _newestFirst)
        {
            if (valid.Cover(day))
                return policy;
        }

        return null;
    }
}
