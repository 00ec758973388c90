using CrmClub.Client;
using CrmClub.Contracts.Declarations.V1;
using CrmClub.Contracts.Suppliers.V1;
using CrmClub.Contracts.Tariffs.V1;
using CrmClub.Testing;
using CrmClub.Testing.Clubs;

namespace CrmClub.Chaos.Tests.Quotas;


/// <summary>
/// Customs systems that draw from three quotas, amend and invalidate, and tell the model what they were answered; each
/// tries again until it is.
/// </summary>
internal sealed class QuotaTrade(
    ClubUnderTest club, Certificate certificate, QuotaModel model, Random random, CancellationToken cancel)
{
    // So that a fault falls among many answers.
    private const int ChunkDeclarations = 25;
    private const int KgMin = 100, KgMax = 900;
    private const int LateOneIn = 20;
    private static readonly TimeSpan AnsweredWithin = TimeSpan.FromSeconds(120);
    private readonly Lock _told = new();

    /// <summary>Order numbers of the main quota and of the two that draw from it as well.</summary>
    public static readonly string[] Orders = ["099000", "099001", "099002"];

    public List<Consignment> All { get; } = [];

    /// <summary>Each system sends its share of a day's declarations.</summary>
    public async Task DeclareAsync(DateOnly day, int count)
    {
        var requests = Enumerable.Range(0, count).Select(_ => Request(day)).ToList();
        await Task.WhenAll(requests.GroupBy(one => one.Declaration.Administration)
            .Select(own => SendAsync(own.Key, [.. own])));
    }

    /// <summary>Some ask for less, or for more, or are invalidated.</summary>
    public async Task AmendAsync(int count)
    {
        var left = All.Where(one => !one.IsInvalidated).ToArray();
        random.Shuffle(left);
        // Chance has its word before anything is sent.
        foreach (var (one, kg) in left.Take(count).Select(one => (one, AnotherKg(one.Kg))).ToList())
        {
            if (kg == 0)
                await InvalidateAsync(one);
            else
                await AmendAsync(one, kg);
        }
    }

    /// <summary>Until quotas, rates and certificate are known to those who decide, and that it is that day.</summary>
    public Task UntilKnownAsync(DateOnly day) => Eventually.HoldsAsync($"a quota is known on {day:O}", async () =>
    {
        var request = Request(day);
        (request.ValidateOnly, request.Declaration.AcceptanceDay) = (true, $"{day:O}");
        using var customs = SystemOf(request.Declaration.Administration);
        var answer = (await customs.CallAsync(
            options => customs.Declarations.SubmitDeclarationAsync(request, options), cancel: cancel)).Answer;
        return answer.Items[0].Quota is not null && answer.Versions.Certificates.Count > 0;
    }, AnsweredWithin, cancel);

    /// <summary>Until so many more are answered.</summary>
    public Task UntilAnsweredAsync(int count)
    {
        var goal = Answered + count;
        return Eventually.HoldsAsync($"{count} more are answered", () => Task.FromResult(Answered >= goal),
            AnsweredWithin, cancel);
    }

    private ClubClient SystemOf(string administration) => club.SignedInAs(ClubUnderTest.CustomsSystems
        .Single(one => one.Administration == administration).System);

    private int Answered
    {
        get
        {
            lock (_told) return All.Count;
        }
    }

    private async Task SendAsync(string administration, List<SubmitDeclarationRequest> requests)
    {
        using var customs = SystemOf(administration);
        using var stream = customs.OpenDeclarations();
        foreach (var chunk in requests.Chunk(ChunkDeclarations))
        {
            var results = await stream.SubmitAsync(chunk, AnsweredWithin, cancel);
            lock (_told)
            {
                foreach (var (request, result) in chunk.Zip(results))
                    Answer(request, result);
            }
        }
    }

    private void Answer(SubmitDeclarationRequest request, SubmitDeclarationResult result)
    {
        Assert.True(result.Answer is not null, $"{result.Refusal}");
        var one = new Consignment(request, result.Answer);
        All.Add(one);
        Draws(one);
    }

    private void Draws(Consignment one) =>
        model.Draw(one.Drawing, one.Declaration.Items[0].QuotaOrderNumber, one.Day, one.Kg);

    private async Task AmendAsync(Consignment one, int kg)
    {
        var declaration = one.Declaration.Clone();
        Consignment.Weigh(declaration, kg);
        var (drawing, before) = (one.Drawing, one.Kg);
        var answer = await ReportAsync(one, new()
        {
            Report = new() { Amended = new() { Reason = "test" } },
            Declaration = declaration,
        });
        one.Amended(declaration, answer);
        lock (_told)
        {
            // What asks for more gives all back and draws anew.
            if (kg != before)
                model.Back($"{one.Mrn}/{answer.Revision}", drawing, kg < before ? before - kg : before);
            Draws(one);
        }
    }

    private async Task InvalidateAsync(Consignment one)
    {
        await ReportAsync(one, new() { Report = new() { Invalidated = new() { Reason = "test" } } });
        lock (_told) model.Back($"{one.Mrn}/back", one.Drawing, one.Kg);
        one.Invalidated();
    }

    private async Task<DeclarationAnswer> ReportAsync(Consignment one, ReportDeclarationRequest request)
    {
        using var customs = SystemOf(one.Declaration.Administration);
        var known = await customs.CallAsync(options => customs.Declarations.GetDeclarationAsync(
            new GetDeclarationRequest { Mrn = one.Mrn }, options), AnsweredWithin, cancel);
        (request.RequestId, request.Mrn, request.KnownRevision) = (NewId(), one.Mrn, known.Answer.Revision);
        return (await customs.CallAsync(options => customs.Declarations.ReportDeclarationAsync(request, options),
            AnsweredWithin, cancel)).Answer;
    }

    private SubmitDeclarationRequest Request(DateOnly day)
    {
        var (_, administration) = random.GetItems([.. ClubUnderTest.CustomsSystems], 1)[0];
        var request = ExampleDeclaration.Request(administration);
        var declaration = request.Declaration;
        // Some come late.
        declaration.AcceptanceDay = $"{(random.Next(LateOneIn) == 0 ? Earlier(day) : day):O}";
        declaration.DispatchCountry = "MY";
        var item = declaration.Items[0];
        declaration.Items.Clear();
        declaration.Items.Add(item);
        (item.GoodsCode, item.Origin, item.Facility) = ("28469020", "MY", certificate.Facility);
        item.Documents.Add(new Document { Code = "9CRM", Reference = certificate.Number });
        item.QuotaOrderNumber = random.GetItems(Orders, 1)[0];
        item.Requests.Add([item.QuotaOrderNumber, "9CRM"]);
        Consignment.Weigh(declaration, random.Next(KgMin, KgMax));
        return request;
    }

    private int AnotherKg(int kg) => random.Next(4) switch
    {
        0 => 0,
        1 => 2 * kg,
        _ => random.Next(1, kg + 1),
    };

    private DateOnly Earlier(DateOnly day) => All.Count == 0 ? day : All[random.Next(All.Count)].Day;

    private static string NewId() => Guid.CreateVersion7().ToString();
}
