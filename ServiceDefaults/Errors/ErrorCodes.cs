using System.Collections.Frozen;
using CrmClub.Contracts.Common.V1;
using Google.Protobuf;
using Google.Protobuf.WellKnownTypes;
using Google.Rpc;
using Status = Google.Rpc.Status;

namespace CrmClub.ServiceDefaults.Errors;

/// <summary>How a refusal looks on the wire: canonical code, reason, every broken rule.</summary>
public static class ErrorCodes
{
    /// <summary>`domain` of every google.rpc.ErrorInfo of the club.</summary>
    public const string Domain = "crmclub";

    /// <summary>What RetryInfo asks of a caller that came at a bad moment.</summary>
    public static readonly TimeSpan RetryAfterOverload = TimeSpan.FromSeconds(1);

    /// <summary>
    /// Bytes of broken rules in one answer. They travel as base64 in a trailer, and gRPC in other languages (C-core)
    /// breaks a call off whose trailers exceed 8 KiB.
    /// </summary>
    public const int ViolationBytesMax = 5 * 1024;

    private const string Prefix = "ERROR_REASON_";

    private static readonly FrozenDictionary<ErrorReason, (Code Code, string Name)> Reasons =
        ErrorsReflection.Descriptor.EnumTypes.Single(type => type.Name == nameof(ErrorReason)).Values
        .ToFrozenDictionary(
            value => (ErrorReason)value.Number,
            value => (value.GetOptions().GetExtension(ErrorsExtensions.CanonicalCode), value.Name[Prefix.Length..]));

    /// <summary>The canonical code of a reason, as its option in the contract says.</summary>
    public static Code CodeOf(ErrorReason reason) => Reasons[reason].Code;

    /// <summary>The reason's name on the wire, without the enum's prefix.</summary>
    public static string NameOf(ErrorReason reason) => Reasons[reason].Name;

    /// <summary>As google/rpc/code.proto maps them, and transcoding does.</summary>
    public static int HttpStatusOf(Code code) => code switch
    {
        Code.InvalidArgument or Code.FailedPrecondition or Code.OutOfRange => 400,
        Code.Unauthenticated => 401,
        Code.PermissionDenied => 403,
        Code.NotFound => 404,
        Code.AlreadyExists or Code.Aborted => 409,
        Code.ResourceExhausted => 429,
        Code.Unimplemented => 501,
        Code.Unavailable => 503,
        Code.DeadlineExceeded => 504,
        _ => 500,
    };

    /// <summary>
    /// The google.rpc.Status of a refusal. Where not all broken rules fit, the message says how many are left out;
    /// BadRequest, which says less of the same, is there where both fit. An overloaded caller may be told when to come
    /// again, else it is soon.
    /// </summary>
    public static Status ToStatus(
        ErrorReason reason, string message, IReadOnlyList<Violation> violations, TimeSpan? retryAfter = null)
    {
        var status = new Status { Code = (int)CodeOf(reason), Message = message };
        Add(new ErrorInfo { Reason = NameOf(reason), Domain = Domain });
        if (violations.Count > 0)
        {
            var named = Fitting(violations);
            Add(named);
            if (named.Violations.Count < violations.Count)
                status.Message += $" {violations.Count - named.Violations.Count} of them are not named here.";
            var bad = new BadRequest();
            bad.FieldViolations.AddRange(named.Violations.Select(violation => new BadRequest.Types.FieldViolation
            {
                Field = violation.Field,
                Description = violation.Message,
                Reason = violation.Rule,
            }));
            if (named.CalculateSize() + bad.CalculateSize() <= ViolationBytesMax)
                Add(bad);
        }
        if (reason == ErrorReason.Overloaded)
            Add(new RetryInfo { RetryDelay = (retryAfter ?? RetryAfterOverload).ToDuration() });
        return status;

        void Add(IMessage detail) => status.Details.Add(Any.Pack(detail));
    }

    private static ViolationList Fitting(IReadOnlyList<Violation> violations)
    {
        const int fieldBytes = 4;
        var list = new ViolationList();
        var bytes = 0;
        foreach (var violation in violations)
        {
            bytes += violation.CalculateSize() + fieldBytes;
            if (bytes > ViolationBytesMax)
                break;
            list.Violations.Add(violation);
        }
        return list;
    }
}
