using CrmClub.Migrator;
using Npgsql;

// Any number, as long as no other program of the club's databases uses it.
const long migratorLock = 0x43524D;

try
{
    using var stop = new CancellationTokenSource();
    Console.CancelKeyPress += (_, e) => { e.Cancel = true; stop.Cancel(); };

    var superuser = Setting("ConnectionStrings__postgres");
    await using var guard = new NpgsqlConnection(superuser);
    await guard.OpenAsync(stop.Token);
    await using (var take = new NpgsqlCommand("SELECT pg_advisory_lock($1)", guard) { CommandTimeout = 0 })
    {
        take.Parameters.Add(new() { Value = migratorLock });
        await take.ExecuteNonQueryAsync(stop.Token);
    }

    var roles = new RoleSetup(superuser, PasswordOf);
    foreach (var service in ServiceSchema.All)
    {
        await roles.ApplyAsync(service, stop.Token);
        foreach (var script in SchemaUpgrade.Apply(superuser, service, PasswordOf(service.Migrator)))
            Console.WriteLine($"{service.Name}: {script}");
        if (await RestoredHistory.BeginAsync(superuser, service, stop.Token) is { } size)
            Console.WriteLine($"{service.Name}: restored, its journal goes on behind entry {size}");
    }
    return 0;
}
catch (MigrationFault fault)
{
    Console.Error.WriteLine(fault.Message);
    return 1;
}
catch (NpgsqlException fault)
{
    Console.Error.WriteLine($"PostgreSQL refused or can't be reached: {fault.Message}");
    return 1;
}

static string PasswordOf(string role) => Setting($"Passwords__{role}");

static string Setting(string name) =>
    Environment.GetEnvironmentVariable(name) is { Length: > 0 } value
        ? value
        : throw new MigrationFault($"{name} is not set.");
