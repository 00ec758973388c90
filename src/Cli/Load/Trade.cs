using CrmClub.Cli.Club;
using CrmClub.Contracts.Common.V1;
using CrmClub.Contracts.Declarations.V1;
using CrmClub.Contracts.Tariffs.V1;

namespace CrmClub.Cli.Load;

/// <summary>Declarations of three items, and questions for a duty, as customs systems send them all day.</summary>
internal sealed class Trade(IReadOnlyList<(string Administration, DateOnly Day)> declarants)
{
    private readonly string _run = Guid.NewGuid().ToString("N")[..6];
    private int _count;

    public SubmitDeclarationRequest Declaration(int caller, bool validateOnly = false)
    {
        var (administration, day) = declarants[caller % declarants.Count];
        var declaration = new Declaration
        {
            Administration = administration,
            Lrn = $"LOAD-{_run}-{Interlocked.Increment(ref _count)}",
            AcceptanceDay = LegalDay.Text(day),
            Declarant = "DEDEMO00000001",
            Importer = "DEDEMO00000002",
            Exporter = "Exporter under load",
            Procedure = "4000",
            DispatchCountry = "CN",
            DestinationCountry = administration,
            InvoiceCurrency = "USD",
        };
        declaration.Items.Add(Item(1, "28053010", "121234.56", "1000"));
        declaration.Items.Add(Item(2, "28053020", "43210.99", "100"));
        declaration.Items.Add(Item(3, "85051110", "9876.54", "250"));
        return new SubmitDeclarationRequest
        {
            RequestId = $"{Guid.CreateVersion7()}",
            ValidateOnly = validateOnly,
            Declaration = declaration,
        };
    }

    public SubmitDeclarationsRequest Chunk(int caller, int declarations, bool validateOnly = false)
    {
        var chunk = new SubmitDeclarationsRequest();
        for (var i = 0; i < declarations; i++) chunk.Requests.Add(Declaration(caller, validateOnly));
        return chunk;
    }

    public CalculateDutyRequest Question(int caller)
    {
        var (administration, day) = declarants[caller % declarants.Count];
        return new CalculateDutyRequest
        {
            Consignment = new Consignment
            {
                Administration = administration,
                AcceptanceDay = LegalDay.Text(day),
                Item = Item(1, "28053010", "121234.56", "1000"),
            },
        };
    }

    private static GoodsItem Item(int number, string code, string value, string mass) => new()
    {
        Number = number,
        GoodsCode = code,
        Description = "Goods under load",
        Origin = "CN",
        NetMassKg = mass,
        GrossMassKg = mass,
        CustomsValue = new Money { Amount = value, Currency = "USD" },
    };
}
