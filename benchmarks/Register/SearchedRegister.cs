using CrmClub.Contracts.Suppliers.V1;
using CrmClub.ServiceDefaults;
using CrmClub.Suppliers.Register;
using CrmClub.Suppliers.Tests;
using CrmClub.Testing;
using Npgsql;

namespace CrmClub.Register;

/// <summary>A register of generated facilities, asked as the service's endpoint asks it.</summary>
internal sealed class SearchedRegister : IAsyncDisposable
{
    private readonly NpgsqlDataSource _database;
    private readonly GeneratedRegister _generated;
    private readonly RegisterNews _news;
    private readonly SearchRegister _search;
    private readonly ReadRegister _read;
    private readonly Random _random = new(1);

    private SearchedRegister(NpgsqlDataSource database, GeneratedRegister generated)
    {
        (_database, _generated, _news) = (database, generated, new RegisterNews(database));
        _search = new SearchRegister(database, _news, new Today());
        _read = new ReadRegister(database, new Today());
    }

    /// <summary>How many searches there were.</summary>
    public int Asked { get; private set; }

    /// <summary>How many of them had what was meant among the first ten.</summary>
    public int Found { get; private set; }

    public static async Task<SearchedRegister> StartAsync(PostgresServer postgres, int facilities, int seed)
    {
        var scripts = Directory.GetFiles(Path.Combine(AppContext.BaseDirectory, "Schema"), "*.sql").Order()
            .Select(File.ReadAllText).ToArray();
        var where = await postgres.CreateAsync("suppliers", scripts);
        await using var superuser = NpgsqlDataSource.Create(where.Superuser);
        await using (var first = superuser.CreateCommand(
            "INSERT INTO journal (actor, kind, subject, body) VALUES ('club', 'none', 'club', '')"))
            await first.ExecuteNonQueryAsync();
        var generated = new GeneratedRegister(seed);
        await generated.StoreAsync(superuser, facilities);
        return new SearchedRegister(NpgsqlDataSource.Create(where.App), generated);
    }

    public async Task SearchAsync()
    {
        var (text, finds) = _generated.Query();
        var found = await _search.RunAsync(new SearchRegisterRequest { Text = text, PageSize = 10 }, default);
        Asked++;
        if (found.Facilities.Any(one => finds((one.Number, one.Operator))))
            Found++;
    }

    public Task LookUpAsync()
    {
        var number = _generated.Facilities[_random.Next(_generated.Facilities.Count)].Number;
        return _read.FacilityAsync(new GetRegisteredFacilityRequest { Number = number }, default);
    }

    public async ValueTask DisposeAsync()
    {
        _news.Dispose();
        await _database.DisposeAsync();
    }

    private sealed class Today : ClubTime
    {
        public override DateTimeOffset UtcNow { get; } = new(2027, 9, 20, 10, 0, 0, TimeSpan.Zero);
    }
}
