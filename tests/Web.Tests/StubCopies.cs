using CrmClub.Contracts.Journal.V1;
using Google.Protobuf.WellKnownTypes;
using Grpc.Core;

namespace CrmClub.Web.Tests;

/// <summary>A journal with three entries on their way and a copy, as well as the test says.</summary>
internal sealed class StubCopies : CopyService.CopyServiceBase
{
    internal static double AgeSeconds { get; set; } = 1.5;

    internal static long Parked { get; set; }

    public override Task<ListCopiesResponse> ListCopies(ListCopiesRequest request, ServerCallContext context) =>
        Task.FromResult(new ListCopiesResponse
        {
            Journal = new JournalState { Sealed = 4711, Published = 4708, Unsealed = 2, WaitsSince = new Timestamp() },
            Copies = { new CopyState { Producer = "tariffs", Seq = 9, AgeSeconds = AgeSeconds, Parked = Parked } },
        });
}
