using CrmClub.Contracts.Common.V1;
using CrmClub.Contracts.Declarations.V1;
using CrmClub.Contracts.Tariffs.V1;
using CrmClub.Web.Calls;
using CrmClub.Web.Tariff;

namespace CrmClub.Web.Compare;

/// <summary>An item of a declaration as the question by which it was decided.</summary>
/// <param name="Asked">With what is assumed of its certificate and its quota as they came out.</param>
/// <param name="Decided">What was decided of it; null where nothing was.</param>
internal sealed record DeclaredDuty(AskedDuty Asked, Money? Decided);

/// <summary>Finds what was declared, by its number.</summary>
internal sealed class DeclaredDuties(PersonsCalls calls, TariffDocuments tariffs)
{
    public async Task<Answer<DeclaredDuty>> FindAsync(string mrn, int item)
    {
        var answer = await calls.DeclarationAsync(new GetDeclarationRequest { Mrn = mrn });
        if (answer.Value is not { } found)
            return new(answer.Service, answer.Trouble, null) { Refusal = answer.Refusal, Faults = answer.Faults };
        var (goods, decided) = (
            found.Declaration?.Items.FirstOrDefault(one => one.Number == item),
            found.Answer.Items.FirstOrDefault(one => one.Item == item));
        if (goods is null || decided is null)
            return new(answer.Service, Trouble.NotFound, null);
        var (number, hash) = (decided.TariffVersion, found.Answer.Versions?.TariffHash ?? "");
        var document = await tariffs.DocumentAsync(new TariffVersion { Number = number, Hash = hash });
        if (document.Value is not { } tariff)
            return new(document.Service, document.Trouble, null);
        return new(answer.Service, Trouble.None, new(
            new AskedDuty
            {
                TariffVersion = number,
                Consignment = new Consignment
                {
                    Administration = found.Answer.Administration,
                    AcceptanceDay = found.Answer.AcceptanceDay,
                    Item = goods,
                    AssumedCertificateLevel = LevelOf(decided, tariff),
                    Quota = decided.Quota is { } quota
                        ? new QuotaClaim { Unit = quota.Unit, Allocated = quota.Allocated, Critical = quota.Critical }
                        : null,
                },
            },
            decided.Duty));
    }

    // The certificate counted where a measure that needs its level was applied.
    private static CertificateLevel LevelOf(DutyAnswer decided, TariffDocument tariff)
    {
        var applied = decided.Measures.Where(one => one.Applied).Select(one => one.Id).ToHashSet();
        return tariff.Measures.Where(one => applied.Contains(one.Id)).Select(one => one.CertificateLevel)
            .FirstOrDefault(level => level != CertificateLevel.Unspecified);
    }
}
