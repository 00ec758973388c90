using CrmClub.Client;
using CrmClub.Contracts.Common.V1;
using CrmClub.Contracts.Json;
using CrmClub.Tariffs.Documents;
using Grpc.Core;

namespace CrmClub.Cli.CommandLine;

/// <summary>Turns what went wrong into sentences on stderr and an exit code.</summary>
internal static class Failures
{
    /// <summary>
    /// HTTP/2's own word for a server that speaks HTTP/1.1 there; where that server hangs up first, .NET's for it.
    /// </summary>
    private static readonly string[] OtherProtocol = ["HTTP_1_1_REQUIRED", "did not complete the HTTP/2 handshake"];

    public static int Report(Exception e, CancellationToken cancel)
    {
        if (cancel.IsCancellationRequested && e is OperationCanceledException or RpcException)
            return ExitCodes.Interrupted;
        switch (e)
        {
            case CliException known:
                Say(known.Message, known.Advice);
                return known.ExitCode;
            case StrictJsonException or TariffDocumentException:
                Say(ViolationsOf(e)!);
                return ExitCodes.WrongInput;
            case RpcException call:
                return Report(Refusal.From(call));
            case SignInException signIn:
                Say(signIn.Message, "");
                return signIn.IsRefusal ? ExitCodes.NotAllowed : ExitCodes.Unreachable;
            case IOException or UnauthorizedAccessException:
                Say(e.Message, "");
                return ExitCodes.WrongInput;
            default:
                Say($"This should not happen: {e}", "");
                return ExitCodes.Unreachable;
        }
    }

    /// <summary>Says why the club refused, and gives the exit code that fits.</summary>
    public static int Report(Refusal refusal)
    {
        if (OtherProtocol.Any(said => refusal.Message.Contains(said, StringComparison.Ordinal)))
        {
            Say("There is no gRPC at this address.", "Give the gateway's, for instance --club http://localhost:8081.");
            return ExitCodes.WrongInput;
        }
        var reason = refusal.Reason.Length == 0 ? refusal.Code.ToString() : refusal.Reason;
        Say(refusal.Code is StatusCode.Unavailable or StatusCode.DeadlineExceeded
            ? $"The club can't be reached in time: {refusal.Message}"
            : $"{reason}: {refusal.Message}", "");
        Say(refusal.Violations);
        return refusal.Code switch
        {
            StatusCode.InvalidArgument or StatusCode.OutOfRange => ExitCodes.WrongInput,
            StatusCode.NotFound => ExitCodes.NotFound,
            StatusCode.Unauthenticated or StatusCode.PermissionDenied => ExitCodes.NotAllowed,
            StatusCode.AlreadyExists or StatusCode.FailedPrecondition or StatusCode.Aborted => ExitCodes.No,
            _ => ExitCodes.Unreachable,
        };
    }

    /// <summary>The broken rules of a document, found here or by the club; null for any other failure.</summary>
    public static IReadOnlyList<Violation>? ViolationsOf(Exception e) => e switch
    {
        StrictJsonException json => json.Violations,
        TariffDocumentException document => document.Faults,
        RpcException call when Refusal.From(call) is { Violations: [_, ..] violations } => violations,
        _ => null,
    };

    /// <summary>Each broken rule: field, data element, rule, value, what would be accepted.</summary>
    public static void Say(IEnumerable<Violation> violations)
    {
        foreach (var violation in violations) Console.Error.WriteLine(Sentence(violation));
    }

    public static string Sentence(Violation violation)
    {
        var element = violation.DataElement.Length == 0 ? "" : $" [{violation.DataElement}]";
        var field = violation.Field.Length == 0 ? "" : $"{violation.Field}{element}: ";
        var value = violation.Value.Length == 0 ? "" : $" Given: \"{violation.Value}\".";
        var accepted = violation.Accepted.Length == 0 ? "" : $" Accepted: {violation.Accepted}.";
        return $"{field}{violation.Message} ({violation.Rule}){value}{accepted}";
    }

    public static void Say(string message, string advice)
    {
        Console.Error.WriteLine(message);
        if (advice.Length > 0) Console.Error.WriteLine(advice);
    }
}
