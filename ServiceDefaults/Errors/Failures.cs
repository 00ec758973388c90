using System.Net.Sockets;
using CrmClub.Contracts.Common.V1;
using Grpc.Core;
using Npgsql;

namespace CrmClub.ServiceDefaults.Errors;

/// <summary>Which reason a failure of ours or of a part we need is answered with.</summary>
public static class Failures
{
    // SQLSTATE classes and codes that pass by themselves: connection lost, resources short, server going down or not
    // up yet, statement or lock ran into its time limit, serialization and deadlock.
    private static readonly string[] PassingStates = ["08", "53", "57P0", "57014", "55P03", "40001", "40P01"];

    /// <summary>The reason, <see cref="ErrorReason.Internal"/> where it is a fault of our own.</summary>
    public static ErrorReason ReasonOf(Exception failure)
    {
        for (var cause = failure; cause is not null; cause = cause.InnerException)
            if (IsPassing(cause))
                return ErrorReason.Unavailable;
        return ErrorReason.Internal;
    }

    private static bool IsPassing(Exception cause) => cause switch
    {
        PostgresException answer => PassingStates.Any(answer.SqlState.StartsWith),
        NpgsqlException { IsTransient: true } => true,
        RpcException { StatusCode: StatusCode.Unavailable or StatusCode.DeadlineExceeded } => true,
        SocketException or IOException or TimeoutException => true,
        OperationCanceledException => true,
        _ => false,
    };
}
