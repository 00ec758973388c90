using CrmClub.Contracts.Suppliers.V1;
using CrmClub.Journal;
using CrmClub.ServiceDefaults.Identity;
using CrmClub.ServiceDefaults.Requests;
using CrmClub.Suppliers.Storage;

namespace CrmClub.Suppliers.Applications;

/// <summary>Somebody may act for an operator from a day on, or until one.</summary>
internal sealed class RegisterRepresentative(Mutations mutations)
{
    private const int SubjectLengthMax = 100;

    public Task<RegisterRepresentativeResponse> RunAsync(
        RegisterRepresentativeRequest request, Caller caller, CancellationToken cancel) =>
        mutations.RunAsync(request, caller, work => RegisterAsync(request, work), cancel);

    private static async Task<RegisterRepresentativeResponse> RegisterAsync(
        RegisterRepresentativeRequest request, Work work)
    {
        var one = request.Representative?.Clone() ?? new Representative();
        var faults = work.Faults;
        if (await SuppliersReader.OperatorAsync(work.Transaction.Connection!, one.Operator, work.Cancel) is null)
        {
            faults.Add(
                "representative.operator", "", "OPERATOR", one.Operator, "number of a registered operator",
                "There is no such operator.");
        }

        faults.Text("representative.subject", "", one.Subject, SubjectLengthMax);
        var from = faults.Day("representative.valid_from", "", one.ValidFrom);
        var to = faults.Day("representative.valid_to", "", one.ValidTo, required: false);
        if (to <= from)
        {
            faults.Add(
                "representative.valid_to", "", "VALIDITY", one.ValidTo, "a day after valid_from, or nothing",
                "It would count on no day.");
        }

        faults.ThrowIfAny();
        await work.LockAsync($"representative {one.Operator} {one.Subject}");
        var entry = await work.Transaction.AppendAsync(
            new NewEntry(work.Caller.Id, one.Operator, from, new RepresentativeRegistered { Representative = one }),
            work.Cancel);
        await ApplicationStore.AddAsync(work, entry, one);
        return new RegisterRepresentativeResponse { Representative = one };
    }
}
