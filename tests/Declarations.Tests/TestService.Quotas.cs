using CrmClub.Contracts.Journal.V1;
using CrmClub.Contracts.Tariffs.V1;
using CrmClub.Journal;
using Google.Protobuf;

namespace CrmClub.Declarations.Tests;

internal sealed partial class TestService
{
    /// <summary>What Tariffs' journal tells: so much do drawings have in all.</summary>
    public Task AllocateAsync(int number, params (string Drawing, string Total)[] given) =>
        HearOfQuotaAsync(new QuotaAllocated
        {
            Account = new QuotaAccount
            {
                OrderNumber = World.DysprosiumQuota,
                OpenFrom = "2027-01-01",
                Number = number,
                AllocatedOn = "2027-03-10",
            },
            Quantities = { given.Select(one => new AllocatedQuantity { Drawing = one.Drawing, Total = one.Total }) },
        });

    /// <summary>What Tariffs' journal tells of the quota.</summary>
    public async Task HearOfQuotaAsync(IMessage happened)
    {
        var entry = new Entry
        {
            Kind = happened.Descriptor.FullName,
            Subject = World.DysprosiumQuota,
            Body = happened.ToByteString(),
        };
        await InTransactionAsync(async transaction =>
        {
            await Tariffs.ApplyAsync(transaction, [.. Tariffs.Split(entry)], default);
            FailPoint.Reach("copy.before-commit");
        });
        FailPoint.Reach("copy.after-commit");
        await Tariffs.RefreshAsync(default);
    }
}
