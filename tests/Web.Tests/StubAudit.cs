using CrmClub.Contracts.Journal.V1;
using Google.Protobuf;
using Google.Protobuf.WellKnownTypes;
using Grpc.Core;

namespace CrmClub.Web.Tests;

/// <summary>A journal with two entries, verified when the test lets it be, whole or not as the test says.</summary>
internal sealed class StubAudit : AuditService.AuditServiceBase
{
    /// <summary>Ends what is being verified.</summary>
    internal static TaskCompletionSource Ends { get; set; } = new();

    internal static bool IsBroken { get; set; }

    internal static ListEntriesRequest Asked { get; private set; } = new();

    public override Task<GetTreeHeadResponse> GetTreeHead(GetTreeHeadRequest request, ServerCallContext context) =>
        Task.FromResult(new GetTreeHeadResponse
        {
            Size = 4711,
            Root = ByteString.CopyFrom(new byte[32]),
            At = new Timestamp(),
        });

    public override async Task VerifyAudit(
        VerifyAuditRequest request, IServerStreamWriter<VerifyAuditResponse> answers, ServerCallContext context)
    {
        await answers.WriteAsync(new() { Progress = new() { EntriesChecked = 1234 } }, context.CancellationToken);
        await Ends.Task;
        await answers.WriteAsync(new()
        {
            Result = new()
            {
                EntriesChecked = 4711,
                RowsChecked = 99,
                Faults =
                {
                    IsBroken
                        ? [new AuditFault { Table = "certificate", Key = "id=17", Fault = StubServices.Markup }] : [],
                },
            },
        }, context.CancellationToken);
    }

    public override Task<ListEntriesResponse> ListEntries(ListEntriesRequest request, ServerCallContext context)
    {
        Asked = request;
        return Task.FromResult(new ListEntriesResponse
        {
            Entries =
            {
                new EntryHead
                {
                    Seq = 17, At = new Timestamp(), Actor = "officer-1", Subject = StubServices.Markup,
                    Kind = "crmclub.suppliers.v1.CertificateRevoked", EffectiveDay = "2026-03-01", Leaf = "ab",
                },
            },
            NextPageToken = request.PageToken.Length == 0 ? "a+b" : "",
        });
    }
}
