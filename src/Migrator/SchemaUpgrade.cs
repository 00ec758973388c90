using DbUp;
using DbUp.Engine;
using Npgsql;

namespace CrmClub.Migrator;

/// <summary>Applies a service's scripts, each once and in a transaction, as the owner of the schema.</summary>
public static class SchemaUpgrade
{
    public static IReadOnlyList<string> Apply(string superuser, ServiceSchema service, string password)
    {
        var scripts = service.ScriptFolders.SelectMany(Script.In).ToArray();
        var connection = new NpgsqlConnectionStringBuilder(superuser)
        {
            Database = service.Name,
            Username = service.Migrator,
            Password = password,
        };
        var builder = DeployChanges.To
            .PostgresqlDatabase(connection.ConnectionString)
            .WithScripts(scripts.Select((script, index) =>
                new SqlScript(script.Name, script.Text, new SqlScriptOptions { RunGroupOrder = index })))
            .WithVariable("app", service.App)
            .WithTransactionPerScript()
            .LogToNowhere();
        builder.Configure(upgrade => upgrade.Journal = new AppliedScripts(
            scripts.ToDictionary(script => script.Name, script => script.Checksum),
            work => upgrade.ConnectionManager.ExecuteCommandsWithManagedConnection(work)));

        var result = builder.Build().PerformUpgrade();
        if (result.Error is MigrationFault fault) throw fault;
        if (!result.Successful)
            throw new MigrationFault(
                $"{result.ErrorScript?.Name ?? service.Name} was not applied to {service.Name}: {result.Error.Message}",
                result.Error);
        return [.. result.Scripts.Select(script => script.Name)];
    }
}
