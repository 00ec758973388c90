namespace CrmClub.Journal.Process;

/// <summary>What a service of the tests is given.</summary>
/// <param name="Service">Its name.</param>
/// <param name="Database">Connection string of its own role.</param>
/// <param name="Broker">Address of the broker.</param>
/// <param name="Port">Where it serves gRPC.</param>
/// <param name="Producer">The service it copies, or empty.</param>
/// <param name="ProducerPorts">Where the replicas of that one serve gRPC.</param>
/// <param name="Writers">How many tasks append entries, one after the other each.</param>
public sealed record ServiceSettings(
    string Service, string Database, string Broker, int Port, string Producer = "",
    IReadOnlyList<int>? ProducerPorts = null, int Writers = 0);
