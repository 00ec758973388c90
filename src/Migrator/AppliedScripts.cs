using System.Data;
using DbUp.Engine;

namespace CrmClub.Migrator;

/// <summary>Which scripts a database has had, and the checksum that each had then.</summary>
/// <param name="checksums">Of the embedded scripts, by name.</param>
/// <param name="within">Runs commands inside dbup's own transaction.</param>
internal sealed class AppliedScripts(
    IReadOnlyDictionary<string, string> checksums, Action<Action<Func<IDbCommand>>> within) : IJournal
{
    public string[] GetExecutedScripts()
    {
        var names = new List<string>();
        within(makeCommand =>
        {
            EnsureTableExistsAndIsLatestVersion(makeCommand);
            using var command = makeCommand();
            command.CommandText = "SELECT name, checksum FROM applied_script";
            using var rows = command.ExecuteReader();
            while (rows.Read())
            {
                var (name, then) = (rows.GetString(0), rows.GetString(1));
                if (checksums.TryGetValue(name, out var now) && now != then)
                    throw new MigrationFault(
                        $"{name} was changed after it was applied: undo that, and add a new script.");
                names.Add(name);
            }
        });
        return [.. names];
    }

    public void StoreExecutedScript(SqlScript script, Func<IDbCommand> dbCommandFactory)
    {
        using var command = dbCommandFactory();
        command.CommandText = "INSERT INTO applied_script (name, checksum) VALUES (@name, @checksum)";
        Add(command, "name", script.Name);
        Add(command, "checksum", checksums[script.Name]);
        command.ExecuteNonQuery();
    }

    public void EnsureTableExistsAndIsLatestVersion(Func<IDbCommand> dbCommandFactory)
    {
        using var command = dbCommandFactory();
        command.CommandText = """
            CREATE TABLE IF NOT EXISTS applied_script (
              name text PRIMARY KEY,
              checksum text NOT NULL,
              applied_at timestamptz NOT NULL DEFAULT now())
            """;
        command.ExecuteNonQuery();
    }

    private static void Add(IDbCommand command, string name, string value)
    {
        var parameter = command.CreateParameter();
        (parameter.ParameterName, parameter.Value) = (name, value);
        command.Parameters.Add(parameter);
    }
}
