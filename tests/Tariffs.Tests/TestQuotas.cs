using CrmClub.Contracts.Declarations.V1;
using CrmClub.Contracts.Journal.V1;
using CrmClub.Contracts.Tariffs.V1;
using CrmClub.Journal;
using CrmClub.Tariffs.Documents;
using CrmClub.Tariffs.Engine;
using CrmClub.Tariffs.Quotas;
using CrmClub.Tariffs.Versions;
using CrmClub.Testing;
using Google.Protobuf;

namespace CrmClub.Tariffs.Tests;

/// <summary>A registry with quotas, fed as the journal of Declarations feeds it.</summary>
internal sealed class TestQuotas(TestTariffs tariffs, CancellationToken cancel) : IAsyncDisposable
{
    public TestTariffs Tariffs => tariffs;

    /// <param name="postgres">The server.</param>
    /// <param name="times">By how much the family of 099000 is larger than 2,000, 900 and 1,400 kg.</param>
    /// <param name="cancel">Ends it.</param>
    public static async Task<TestQuotas> CreateAsync(Postgres postgres, int times, CancellationToken cancel)
    {
        var tariffs = await TestTariffs.FoundedAsync(postgres, cancel);
        var founded = tariffs.State.Book.NewestFirst.Single();
        var document = founded.Document.Clone();
        document.Quotas.Add(
        [
            Definition("099020", "", ("2027-01-01", "2027-04-01", 15_000), ("2027-04-01", "2027-07-01", 1_000)),
            Definition("099000", "", ("2027-01-01", "2028-01-01", 2_000 * times)),
            Definition("099001", "099000", ("2027-01-01", "2028-01-01", 900 * times)),
            Definition("099002", "099000", ("2027-01-01", "2028-01-01", 1_400 * times)),
        ]);
        document.Quotas[0].CarriesOver = true;
        tariffs.State.Replace(new TariffBook(
            [
                founded with
                {
                    Document = document,
                    Snapshot = TariffSnapshot.Compile(TariffDocuments.ToTariff(document)),
                },
            ],
            tariffs.State.Book.RateSets));
        return new TestQuotas(tariffs, cancel);
    }

    public ValueTask DisposeAsync() => tariffs.DisposeAsync();

    public static QuotaEntry Draw(string id, string order, int quantity, string day) =>
        new() { Id = id, OrderNumber = order, Quantity = $"{quantity}", AcceptanceDay = day };

    public static QuotaEntry Back(string id, string of, string order, int quantity, string day) =>
        new() { Id = id, OrderNumber = order, Quantity = $"{quantity}", AcceptanceDay = day, Returns = of };

    public Task TellAsync(params QuotaEntry[] entries) => ApplyAsync(new DeclarationsDecided
    {
        Declarations = { new DecidedDeclaration { Mrn = "27DE", Quotas = { entries } } },
    });

    public Task CloseAsync(string day) => ApplyAsync(new DayClosed { Day = day });

    public Task<int> RunAsync(string day, CancellationToken? cutOff = null)
    {
        tariffs.Clock.Set(day);
        return new AllocateQuotas(tariffs.Data, tariffs.State, tariffs.Membership, new JournalSignal(),
            tariffs.Clock, TimeProvider.System).RunAsync(cutOff ?? cancel);
    }

    public async Task<List<QuotaAllocated>> AllocationsAsync(string order)
    {
        await using var connection = await tariffs.Data.OpenConnectionAsync(cancel);
        return
        [
            .. (await QuotaRows.AllocationsAsync(connection, order, null, 1_000, cancel)).Select(one => one.Content),
        ];
    }

    /// <summary>What each drawing has; null where it waits.</summary>
    public async Task<List<(string Id, int? Allocated)>> StandingAsync()
    {
        await using var select = tariffs.Data.CreateCommand("SELECT id, allocated FROM quota_drawing");
        var all = new List<(string, int?)>();
        await using var rows = await select.ExecuteReaderAsync(cancel);
        while (await rows.ReadAsync(cancel))
            all.Add((rows.GetString(0), rows.IsDBNull(1) ? null : (int)rows.GetDecimal(1)));
        return [.. all.Order()];
    }

    /// <summary>What the journal told each drawing to have, newest last; and whether any was told the same twice.
    /// </summary>
    public async Task<List<(string Id, int? Allocated)>> ToldAsync()
    {
        var told = new Dictionary<string, (int Sum, int Total)>();
        foreach (var order in new[] { "099020", "099000", "099001", "099002" })
        {
            foreach (var one in (await AllocationsAsync(order)).AsEnumerable().Reverse()
                .SelectMany(allocated => allocated.Quantities))
                told[one.Drawing] = (
                    told.GetValueOrDefault(one.Drawing).Sum + int.Parse(one.Quantity), int.Parse(one.Total));
        }

        // What was told twice makes the sum of changes another than what there is in all.
        Assert.All(told, one => Assert.Equal(one.Value.Total, one.Value.Sum));
        return [.. told.Select(one => (one.Key, (int?)one.Value.Total)).Order()];
    }

    public async Task ChangeStateAsync(string order, QuotaState state)
    {
        await using var connection = await tariffs.Data.OpenConnectionAsync(cancel);
        await using var transaction = await connection.BeginTransactionAsync(cancel);
        var changed = new QuotaStateChanged
        {
            OrderNumber = order,
            State = state,
            Reason = "test",
            ChangedAt = TimeProvider.System.RecordedNow(),
        };
        var entry = await transaction.AppendAsync(new NewEntry("officer", "quota", null, changed), cancel);
        await QuotaRows.AddAsync(transaction, entry, changed, cancel);
        await transaction.CommitAsync(cancel);
    }

    private async Task ApplyAsync(IMessage happened)
    {
        var copy = new DeclarationsCopy();
        var entry = new Entry { Kind = happened.Descriptor.FullName, Subject = "x", Body = happened.ToByteString() };
        await using var connection = await tariffs.Data.OpenConnectionAsync(cancel);
        await using var transaction = await connection.BeginTransactionAsync(cancel);
        await copy.ApplyAsync(transaction, [.. copy.Split(entry)], cancel);
        FailPoint.Reach("copy.before-commit");
        await transaction.CommitAsync(cancel);
        FailPoint.Reach("copy.after-commit");
    }

    private static QuotaDefinition Definition(
        string order, string main, params (string From, string To, int Volume)[] periods) => new()
        {
            OrderNumber = order,
            Unit = "kg Dy2O3",
            MainOrderNumber = main,
            Periods =
            {
                periods.Select(one => new QuotaPeriod
                {
                    OpenFrom = one.From,
                    OpenTo = one.To,
                    Volume = $"{one.Volume}",
                }),
            },
        };
}

internal static class QuotaModelFeeding
{
    /// <summary>The model takes what the journal of Declarations tells.</summary>
    public static void Take(this QuotaModel model, QuotaEntry entry)
    {
        if (entry.Returns.Length > 0)
            model.Back(entry.Id, entry.Returns, int.Parse(entry.Quantity));
        else
            model.Draw(entry.Id, entry.OrderNumber, Wire.ParseDay(entry.AcceptanceDay), int.Parse(entry.Quantity));
    }
}
