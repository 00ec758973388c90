using System.Globalization;
using CrmClub.Cli.Commands;
using CrmClub.Cli.CommandLine;
using CrmClub.Cli.Club;
using CrmClub.Client;
using CrmClub.Contracts.Declarations.V1;
using CrmClub.Contracts.Tariffs.V1;
using Grpc.Core;

namespace CrmClub.Cli.Conformance;

/// <summary>
/// Does each conformance case as a customs system would: what is refused it takes as an answer, what may be tried again
/// the client tries again.
/// </summary>
internal sealed class SampleSystem(Invocation invocation, ClubClient client, string administration, string day)
{
    private const string AbsentMrn = "26DE000000000000R0";
    private const int BrokenItems = 20;

    // Milliseconds in hex are short enough for an LRN, and differ from run to run.
    private readonly string _run =
        DateTimeOffset.UtcNow.ToUnixTimeMilliseconds().ToString("x", CultureInfo.InvariantCulture);

    private int _number;

    public static async Task DoAllAsync(Invocation invocation, ClubClient client, string administration)
    {
        var zones = await LegalDays.ZonesAsync(invocation, client);
        var day = LegalDay.Text(invocation.Club.Today(zones[administration]));
        var system = new SampleSystem(invocation, client, administration, day);
        await system.NumbersAsync();
        await system.FaultsAsync();
        await system.DutiesAsync();
        await system.ManyAsync();
        await system.TroublesAsync();
    }

    private async Task NumbersAsync()
    {
        var first = Request(Oxide());
        var answer = await SubmitAsync(first);
        await ReadAsync(answer?.Mrn ?? "");
        await ReadAsync(AbsentMrn);
        await SubmitAsync(first);
        await SubmitAsync(Request(first.Declaration));
        var reused = Changed(first.Declaration, one => one.Exporter = "Another exporter");
        await SubmitAsync(Request(reused));
        await SubmitAsync(Request(Changed(reused, one => one.Lrn = NewLrn())));
        var other = Request(Changed(first.Declaration, one => one.Lrn = NewLrn()));
        other.RequestId = first.RequestId;
        await SubmitAsync(other);
    }

    private async Task FaultsAsync()
    {
        var sound = Oxide();
        var item = sound.Items[0];
        for (var number = 2; number <= BrokenItems; number++)
        {
            var another = item.Clone();
            another.Number = number;
            sound.Items.Add(another);
        }

        await SubmitAsync(Request(Changed(sound, one =>
        {
            foreach (var broken in one.Items) broken.GoodsCode = "1";
        })));
        await SubmitAsync(Request(sound));
        await SubmitAsync(Request(Changed(Oxide(), one => one.Administration = administration == "DE" ? "FR" : "DE")));
        await SubmitAsync(Request(Changed(Oxide(), one => one.AcceptanceDay = "2999-12-31")));
        await SubmitAsync(Request(Changed(Oxide(), one => one.Items[0].GrossMassKg = "1")));
        await SubmitAsync(Request(Changed(Oxide(), one => one.Items.Add(one.Items[0].Clone()))));
        await SubmitAsync(Request(Changed(Oxide(), one => one.Items[0].CustomsValue.Currency = "JPY")));
        await SubmitAsync(Request(Changed(Oxide(), one => one.Procedure = "9900")));
        await SubmitAsync(Request(Presenting("CRM-TEST-UNKNOWN")));
    }

    private async Task DutiesAsync()
    {
        await SubmitAsync(Request(Changed(Oxide(), one => one.Items[0].GoodsCode = "84713000")));
        await SubmitAsync(Request(Changed(Oxide(), one => one.Procedure = "7100")));
        await SubmitAsync(Request(Changed(Oxide(), one => one.Items[0].CustomsValue.Amount = "900000.00")));
        foreach (var certificate in new[] { "CRM-TEST-VALID", "CRM-TEST-REVOKED", "CRM-TEST-EXPIRED" })
            await SubmitAsync(Request(Presenting(certificate)));
        await SubmitAsync(Request(Changed(Presenting(""), one => one.Items[0].Documents.Clear())));
    }

    private async Task ManyAsync()
    {
        var batch = new SubmitDeclarationsRequest
        {
            Requests =
            {
                Request(Oxide()), Request(Changed(Oxide(), one => one.Procedure = "")), Request(Oxide()),
            },
        };
        await invocation.CallAsync(client, o => client.Declarations.SubmitDeclarationsAsync(batch, o));
        var list = new ListDeclarationsRequest { PageSize = 5 };
        do
        {
            var page = await invocation.CallAsync(client, o => client.Declarations.ListDeclarationsAsync(list, o));
            list.PageToken = page.NextPageToken;
        }
        while (list.PageToken.Length > 0);
    }

    // The client tries again by itself: with the same request, and after the wait that it is asked for.
    private async Task TroublesAsync()
    {
        foreach (var trouble in new[] { "RETRY-", "WAIT-", "LOST-" })
            await SubmitAsync(Request(Changed(Oxide(), one => one.Lrn = trouble + NewLrn())));
    }

    private async Task<DeclarationAnswer?> SubmitAsync(SubmitDeclarationRequest request)
    {
        try
        {
            var response = await invocation.CallAsync(
                client, o => client.Declarations.SubmitDeclarationAsync(request, o));
            return response.Answer;
        }
        catch (RpcException refusal) when (refusal.StatusCode
            is StatusCode.InvalidArgument or StatusCode.AlreadyExists or StatusCode.PermissionDenied)
        {
            return null;
        }
    }

    private async Task ReadAsync(string mrn)
    {
        try
        {
            await invocation.CallAsync(client, o => client.Declarations.GetDeclarationAsync(
                new GetDeclarationRequest { Mrn = mrn }, o));
        }
        catch (RpcException refusal) when (refusal.StatusCode == StatusCode.NotFound)
        {
            // The answer that the case asks for.
        }
    }

    private static SubmitDeclarationRequest Request(Declaration declaration) =>
        new() { RequestId = $"{Guid.CreateVersion7()}", Declaration = declaration };

    private static Declaration Changed(Declaration declaration, Action<Declaration> change)
    {
        var changed = declaration.Clone();
        change(changed);
        return changed;
    }

    private Declaration Presenting(string certificate) => Changed(Oxide(), one =>
    {
        one.Items[0].Facility = "F-TEST";
        one.Items[0].Documents.Add(new Document { Code = "9CRM", Reference = certificate });
    });

    private string NewLrn() => $"{_run}-{++_number}";

    /// <summary>Neodymium-praseodymium oxide from Malaysia, below the price floor.</summary>
    private Declaration Oxide() => new()
    {
        Administration = administration,
        Lrn = NewLrn(),
        AcceptanceDay = day,
        Declarant = "DEDEMO00000001",
        Importer = "DEDEMO00000002",
        Exporter = "Conformance exporter, Malaysia",
        Procedure = "4000",
        DispatchCountry = "MY",
        DestinationCountry = administration,
        InvoiceCurrency = "USD",
        Items =
        {
            new GoodsItem
            {
                Number = 1,
                GoodsCode = "28469010",
                Description = "Neodymium-praseodymium oxide",
                Origin = "MY",
                NetMassKg = "900",
                GrossMassKg = "945",
                CustomsValue = new() { Amount = "50400.00", Currency = "USD" },
            },
        },
    };
}
