using System.Globalization;
using CrmClub.Contracts.Suppliers.V1;
using CrmClub.Journal;
using CrmClub.Suppliers.Certificates;
using Google.Protobuf;
using Npgsql;
using NpgsqlTypes;

namespace CrmClub.Suppliers.Storage;

/// <summary>Adds rows, in the transaction of the entry that makes them.</summary>
internal static class SuppliersWriter
{
    private const string CertificateScopeSql =
        """
        INSERT INTO certificate_scope (number, version, place, material, stage, capacity_tons_per_year)
        SELECT $4, $5, place - 1, material, stage, capacity FROM unnest($1, $2, $3) WITH ORDINALITY
          AS scope (material, stage, capacity, place)
        """;

    public static Task AddAsync(Work work, long entry, Operator registered) => RunAsync(
        work,
        new("INSERT INTO operator (number, entry_id, name, country) VALUES ($1, $2, $3, $4)")
        {
            Parameters = { Of(registered.Number), Of(entry), Of(registered.Name), Of(registered.Country) },
        },
        new(
            """
            INSERT INTO operator_identifier (operator, place, kind, value, country)
            SELECT $1, place - 1, kind, value, country
            FROM unnest($2, $3, $4) WITH ORDINALITY AS identifier (kind, value, country, place)
            """)
        {
            Parameters =
            {
                Of(registered.Number),
                Of(registered.Identifiers.Select(identifier => identifier.Kind.ToString()).ToArray()),
                Of(registered.Identifiers.Select(identifier => identifier.Value).ToArray()),
                Of(registered.Identifiers.Select(identifier => identifier.Country).ToArray()),
            },
        });

    public static Task AddAsync(Work work, long entry, CertificateChange change) => RunAsync(
        work,
        new NpgsqlBatchCommand(
            """
            INSERT INTO certificate_change (id, entry_id, certificate, version, draft, author, reason)
            VALUES ($1, $2, $3, $4, $5, $6, $7)
            """)
        {
            Parameters =
            {
                Of(Guid.Parse(change.Id)), Of(entry), Of(change.Certificate.Number), Of(change.Certificate.Version),
                new() { Value = JsonFormatter.Default.Format(change.Certificate), NpgsqlDbType = NpgsqlDbType.Jsonb },
                Of(change.Author), Of(change.Reason),
            },
        });

    /// <summary>The approval, and the version of the certificate that it makes.</summary>
    public static async Task ApproveAsync(Work work, long entry, CertificateChange change)
    {
        await RunAsync(
            work,
            new NpgsqlBatchCommand(
                "INSERT INTO certificate_approval (change_id, entry_id, author, approver) VALUES ($1, $2, $3, $4)")
            {
                Parameters = { Of(Guid.Parse(change.Id)), Of(entry), Of(change.Author), Of(change.Approver) },
            });
        await AddAsync(work, entry, change.Certificate, change.Id);
    }

    /// <param name="work">Whose transaction.</param>
    /// <param name="entry">The entry that makes it.</param>
    /// <param name="certificate">The version.</param>
    /// <param name="change">The approved change; empty where the club did it by itself.</param>
    public static Task AddAsync(Work work, long entry, Certificate certificate, string change)
    {
        var scopes = Scopes(new(CertificateScopeSql), certificate.Scopes);
        scopes.Parameters.Add(Of(certificate.Number));
        scopes.Parameters.Add(Of(certificate.Version));
        return RunAsync(
            work,
            new(
                """
                INSERT INTO certificate_version (number, version, entry_id, change_id, facility, country, level, state,
                  valid, revoked_from, revocation_ground, recorded_at, replaces, superseded_from, superseded_by,
                  assessment, surveillance_days, application)
                VALUES ($1, $2, $3, $4, $5, $6, $7, $8, daterange($9, $10), $11, $12, $13, $14, $15, $16, $17, $18,
                  $19)
                """)
            {
                Parameters =
                {
                    Of(certificate.Number), Of(certificate.Version), Of(entry),
                    new()
                    {
                        NpgsqlDbType = NpgsqlDbType.Uuid,
                        Value = change.Length == 0 ? DBNull.Value : Guid.Parse(change),
                    },
                    Of(certificate.Facility), Of(certificate.Country), Of(certificate.Level.ToString()),
                    Of(certificate.State.ToString()), Of(ChangeRules.Day(certificate.ValidFrom)),
                    Of(ChangeRules.Day(certificate.ValidTo)), DayOrNone(certificate.RevokedFrom),
                    Of(certificate.RevocationGround.ToString()), Of(certificate.RecordedAt.ToDateTime()),
                    TextOrNone(certificate.Replaces), DayOrNone(certificate.SupersededFrom),
                    TextOrNone(certificate.SupersededBy), TextOrNone(certificate.Assessment),
                    Of(certificate.SurveillanceDays.Select(ChangeRules.Day).ToArray()),
                    TextOrNone(certificate.Application),
                },
            },
            scopes,
            Suspensions(certificate));
    }

    /// <summary>Whoever changes a certificate goes one after the other, before the entry is written.</summary>
    public static Task LockCertificateAsync(Work work, string number) => work.LockAsync($"certificate {number}");

    extension(Work work)
    {
        /// <summary>One after the other until the end of the transaction.</summary>
        public Task LockAsync(string subject) => RunAsync(
            work,
            new NpgsqlBatchCommand("SELECT pg_advisory_xact_lock(hashtextextended($1, 0))")
            {
                Parameters = { Of(subject) },
            });
    }

    internal static NpgsqlBatchCommand Scopes(NpgsqlBatchCommand command, IReadOnlyCollection<Scope> scopes)
    {
        command.Parameters.Add(Of(scopes.Select(scope => scope.Material).ToArray()));
        command.Parameters.Add(Of(scopes.Select(scope => scope.Stage.ToString()).ToArray()));
        command.Parameters.Add(Of(scopes
            .Select(scope => decimal.Parse(scope.CapacityTonsPerYear, CultureInfo.InvariantCulture)).ToArray()));
        return command;
    }

    private static NpgsqlBatchCommand Suspensions(Certificate certificate) => new(
        """
        INSERT INTO certificate_suspension (number, version, place, suspended_from, suspended_until, ground)
        SELECT $1, $2, place - 1, suspended_from, suspended_until, ground FROM unnest($3, $4, $5) WITH ORDINALITY
          AS suspension (suspended_from, suspended_until, ground, place)
        """)
    {
        Parameters =
        {
            Of(certificate.Number), Of(certificate.Version),
            Of(certificate.Suspensions.Select(one => ChangeRules.Day(one.From)).ToArray()),
            Of(certificate.Suspensions
                .Select(one => one.Until.Length == 0 ? (DateOnly?)null : ChangeRules.Day(one.Until)).ToArray()),
            Of(certificate.Suspensions.Select(one => one.Ground.ToString()).ToArray()),
        },
    };

    private static NpgsqlParameter DayOrNone(string day) => new()
    {
        NpgsqlDbType = NpgsqlDbType.Date,
        Value = day.Length == 0 ? DBNull.Value : ChangeRules.Day(day),
    };

    private static NpgsqlParameter TextOrNone(string text) => SuppliersReader.Text(text.Length == 0 ? null : text);

    internal static async Task RunAsync(Work work, params NpgsqlBatchCommand[] commands)
    {
        await using var batch = new NpgsqlBatch(work.Transaction.Connection, work.Transaction);
        foreach (var command in commands)
            batch.BatchCommands.Add(command);
        await batch.ExecuteNonQueryAsync(work.Cancel);
    }

    internal static NpgsqlParameter<T> Of<T>(T value) => new() { TypedValue = value };
}
