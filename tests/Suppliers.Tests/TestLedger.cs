using CrmClub.Contracts.Declarations.V1;
using CrmClub.Contracts.Journal.V1;
using CrmClub.Contracts.Suppliers.V1;
using CrmClub.Journal;
using CrmClub.Suppliers.Ledger;
using Google.Protobuf;
using static CrmClub.Suppliers.Tests.TestSuppliers;

namespace CrmClub.Suppliers.Tests;

/// <summary>The ledger of a registry, fed as the journal of Declarations feeds it.</summary>
internal sealed class TestLedger(TestSuppliers suppliers)
{
    public ClaimsCopy Copy { get; } = new(new JournalSignal());

    public TestSuppliers Suppliers => suppliers;

    /// <summary>One entry arrives.</summary>
    public Task ApplyAsync(long seq, params DecidedDeclaration[] decided) =>
        ApplyAsync([Entry(seq, decided)]);

    /// <summary>Entries arrive together.</summary>
    public async Task ApplyAsync(IEnumerable<Entry> entries)
    {
        await using var connection = await suppliers.Data.OpenConnectionAsync(Cancel);
        await using var transaction = await connection.BeginTransactionAsync(Cancel);
        await Copy.ApplyAsync(transaction, [.. entries.SelectMany(Copy.Split)], Cancel);
        await transaction.CommitAsync(Cancel);
        FailPoint.Reach("copy.after-commit");
    }

    public static Entry Entry(long seq, params DecidedDeclaration[] decided) => new()
    {
        Seq = seq,
        Kind = DeclarationsDecided.Descriptor.FullName,
        Subject = "declarations",
        Body = new DeclarationsDecided { Declarations = { decided } }.ToByteString(),
    };

    /// <summary>Kg used by account, as the tables have them.</summary>
    public async Task<SortedDictionary<string, string>> UsedAsync()
    {
        await using var connection = await suppliers.Data.OpenConnectionAsync(Cancel);
        return ByAccount(await BalanceStore.UsedAsync(connection, new AccountQuery(), Cancel));
    }

    /// <summary>The same as the journal told it last.</summary>
    public async Task<SortedDictionary<string, string>> ToldAsync() => ByAccount(await EntriesAsync());

    public async Task<List<CapacityUsed>> EntriesAsync()
    {
        await using var command = suppliers.Data.CreateCommand(
            $"SELECT body FROM journal WHERE kind = '{CapacityUsed.Descriptor.FullName}' ORDER BY id");
        var all = new List<CapacityUsed>();
        await using var rows = await command.ExecuteReaderAsync(Cancel);
        while (await rows.ReadAsync(Cancel))
            all.Add(CapacityUsed.Parser.ParseFrom(rows.GetFieldValue<byte[]>(0)));
        return all;
    }

    private static SortedDictionary<string, string> ByAccount(IEnumerable<CapacityUsed> used)
    {
        var all = new SortedDictionary<string, string>(StringComparer.Ordinal);
        foreach (var one in used)
            all[$"{one.Facility} {one.Material} {one.Year}"] = one.UsedKg;
        return all;
    }
}
