using CrmClub.Contracts.Declarations.V1;
using CrmClub.Contracts.Suppliers.V1;
using CrmClub.Contracts.Tariffs.V1;
using CrmClub.Declarations.Storage;
using Google.Protobuf;
using Npgsql;

namespace CrmClub.Declarations.Copies;

/// <summary>Keeps who prepared and who approved what decisions rest on, for case files.</summary>
internal static class Approvals
{
    /// <summary>What the events tell of it, in the transaction that takes them.</summary>
    public static async Task KeepAsync(
        NpgsqlTransaction transaction, IEnumerable<IMessage> happened, CancellationToken cancel)
    {
        var approvals = happened.Select(Of).OfType<Approval>().Where(one => one.Approver.Length > 0).ToList();
        if (approvals.Count == 0)
            return;
        var insert = new NpgsqlBatchCommand(
            """
            INSERT INTO approval (subject, document) SELECT * FROM unnest($1, $2) ON CONFLICT (subject) DO NOTHING
            """);
        insert.AddArray(approvals.Select(one => one.Subject));
        insert.AddArray(approvals.Select(one => one.ToByteArray()));
        await using var batch = new NpgsqlBatch(transaction.Connection, transaction) { BatchCommands = { insert } };
        await batch.ExecuteNonQueryAsync(cancel);
    }

    /// <summary>Of what those versions rest on, in its order.</summary>
    public static async Task<List<Approval>> OfAsync(
        NpgsqlDataSource database, IEnumerable<Versions> versions, CancellationToken cancel)
    {
        var all = versions.ToList();
        string[] subjects =
        [
            .. all.Select(one => Subject(one.Tariff)).Distinct(),
            .. all.SelectMany(one => one.Certificates).Select(one => Subject(one.Number, one.Version)).Distinct(),
        ];
        await using var command = database.CreateCommand(
            "SELECT document FROM approval WHERE subject = ANY ($1) ORDER BY array_position($1, subject)");
        command.Parameters.Add(new NpgsqlParameter<string[]> { TypedValue = subjects });
        var found = new List<Approval>();
        await using var rows = await command.ExecuteReaderAsync(cancel);
        while (await rows.ReadAsync(cancel))
            found.Add(Approval.Parser.ParseFrom(rows.GetFieldValue<byte[]>(0)));
        return found;
    }

    private static Approval? Of(IMessage happened) => happened switch
    {
        TariffVersionPublished { Proposal: { } proposal } published => new()
        {
            Subject = Subject(published.Version.Number),
            Authors = { proposal.Authors },
            Approver = proposal.Approver,
            Ballot = proposal.Ballot,
        },
        CertificateIssued one => Of(one.Certificate, one.Author, one.Approver),
        CertificateRevoked one => Of(one.Certificate, one.Author, one.Approver),
        CertificateSuspended one => Of(one.Certificate, one.Author, one.Approver),
        CertificateSuspensionLifted one => Of(one.Certificate, one.Author, one.Approver),
        CertificateSuperseded one => Of(one.Certificate, one.Author, one.Approver),
        _ => null,
    };

    private static Approval Of(Certificate certificate, string author, string approver) => new()
    {
        Subject = Subject(certificate.Number, certificate.Version),
        Authors = { author },
        Approver = approver,
    };

    private static string Subject(int tariff) => $"tariff {tariff}";

    private static string Subject(string certificate, int version) => $"certificate {certificate} version {version}";
}
