using CrmClub.Contracts.Declarations.V1;
using CrmClub.Contracts.Journal.V1;
using CrmClub.Contracts.Suppliers.V1;
using Google.Protobuf;

namespace CrmClub.Declarations.Tests;

internal sealed partial class TestService
{
    /// <summary>What Suppliers' journal tells: so much of a capacity is used.</summary>
    public async Task ToldAsync(params CapacityUsed[] used)
    {
        foreach (var one in used)
        {
            var entry = new Entry
            {
                Kind = CapacityUsed.Descriptor.FullName,
                Subject = one.Facility,
                Body = one.ToByteString(),
            };
            await InTransactionAsync(
                transaction => Suppliers.ApplyAsync(transaction, [.. Suppliers.Split(entry)], default));
        }

        await Suppliers.RefreshAsync(default);
    }

    /// <summary>Seals what was written, and says how far.</summary>
    public async Task<long> SealedAsync()
    {
        await SealAsync();
        return await CountAsync("sealed");
    }

    /// <summary>What the journal tells of claims, oldest first.</summary>
    public async Task<List<(DecidedDeclaration Revision, CapacityClaim Claim)>> ClaimsAsync()
    {
        var all = new List<(DecidedDeclaration, CapacityClaim)>();
        await using var command = Database.CreateCommand(
            $"SELECT body FROM journal WHERE kind = '{DeclarationsDecided.Descriptor.FullName}' ORDER BY id");
        await using var rows = await command.ExecuteReaderAsync();
        while (await rows.ReadAsync())
        {
            var decided = DeclarationsDecided.Parser.ParseFrom(rows.GetFieldValue<byte[]>(0)).Declarations;
            all.AddRange(decided.SelectMany(one => one.Claims.Select(claim => (one, claim))));
        }

        return all;
    }
}
