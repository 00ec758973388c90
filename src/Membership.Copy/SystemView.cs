using System.Collections.Frozen;
using CrmClub.Contracts.Membership.V1;

namespace CrmClub.Membership.Copy;

/// <summary>A customs system ready to be asked by client id, legal day and operation.</summary>
public sealed class SystemView
{
    private readonly Days _valid;
    private readonly FrozenDictionary<string, Days> _clients;

    public SystemView(CustomsSystem contract)
    {
        Contract = contract;
        _valid = Days.Open(contract.ValidFrom, contract.ValidTo);
        IEnumerable<SystemClient> clients = contract.Clients.Count > 0
            ? contract.Clients : [new SystemClient { ClientId = contract.ClientId }];
        _clients = clients.ToFrozenDictionary(
            client => client.ClientId,
            client => Days.Open(client.ValidFrom, client.ValidTo),
            StringComparer.OrdinalIgnoreCase);
    }

    /// <summary>The system as Membership states it.</summary>
    public CustomsSystem Contract { get; }

    /// <summary>Client ids that it has or had.</summary>
    public IEnumerable<string> ClientIds => _clients.Keys;

    /// <summary>Whether its registration covers a legal day of its administration's zone.</summary>
    public bool IsValidOn(DateOnly day) => _valid.Cover(day);

    /// <summary>Whether a client id of it may call on a legal day of its administration's zone.</summary>
    public bool IsValidOn(string clientId, DateOnly day) =>
        _valid.Cover(day) && _clients.TryGetValue(clientId, out var valid) && valid.Cover(day);

    public bool May(SystemOperation operation) =>
        Contract.Operations.Count == 0 || Contract.Operations.Contains(operation);
}
