using CrmClub.Contracts.Declarations.V1;
using CrmClub.Contracts.Tariffs.V1;
using CrmClub.Declarations.Assessment;
using CrmClub.Declarations.Copies;
using CrmClub.Declarations.Outages;
using CrmClub.Declarations.Reading;
using CrmClub.ServiceDefaults.Identity;
using Google.Protobuf;
using Google.Protobuf.WellKnownTypes;
using Npgsql;

namespace CrmClub.Declarations.Receipts;

/// <summary>Puts together all that is kept about one declaration.</summary>
internal sealed class GetCaseFile(
    NpgsqlDataSource database, GetDeclaration get, IssueReceipts receipts, FallbackProof fallback,
    StandingOfNow standing, Sight sight, TimeProvider time)
{
    private const int RevisionsMax = 50;
    private const int RevisionBytesMax = 2 * 1024 * 1024;

    // Of the reports, of the adjustments and of the measures each: all of it is to fit into one message of 4 MiB.
    private const int PartBytesMax = 512 * 1024;

    public async Task<GetCaseFileResponse> HandleAsync(
        GetCaseFileRequest request, Caller caller, CancellationToken cancel)
    {
        var found = await get.HandleAsync(new GetDeclarationRequest { Mrn = request.Mrn }, caller, cancel);
        var file = new CaseFile
        {
            Mrn = found.Answer.Mrn,
            Lrn = found.Answer.Lrn,
            Administration = found.Answer.Administration,
            State = found.Answer.State,
            IssuedAt = time.GetUtcNow().ToTimestamp(),
            Reports = { Fitting(found.Reports) },
            Adjustments = { Fitting(found.Adjustments) },
            Outages = { await fallback.ProvingAsync(found.Declaration, cancel) },
            Verify = "crmclub receipt verify case.json --tariff tariff.json --keys keys.json",
        };
        file.ReportsLeftOut = found.Reports.Count - file.Reports.Count;
        file.AdjustmentsLeftOut = found.Adjustments.Count - file.Adjustments.Count;
        var revisions = await receipts.RevisionsAsync(request.Mrn, sight.Of(caller), cancel);
        await AddRevisionsAsync(file, found, revisions, sight.OfLocalProfiles(caller), cancel);
        await AddTariffsAsync(file, cancel);
        file.Approvals.AddRange(
            await Approvals.OfAsync(database, file.Revisions.Select(one => one.Answer.Versions), cancel));
        return new() { CaseFile = file };
    }

    /// <summary>The newest first, as long as there is room.</summary>
    private async Task AddRevisionsAsync(
        CaseFile file, GetDeclarationResponse found, List<RecordedRevision> revisions, bool seesLocal,
        CancellationToken cancel)
    {
        var now = standing.Take();
        var (added, bytes) = (new List<CaseRevision>(), 0);
        foreach (var recorded in revisions.AsEnumerable().Reverse())
        {
            var number = recorded.Revision.Revision;
            if (added.Count == RevisionsMax || bytes > RevisionBytesMax)
            {
                file.LeftOut.Insert(0, number);
                continue;
            }

            var state = found.Revisions.FirstOrDefault(one => one.Revision == number)?.State;
            var part = new CaseRevision
            {
                Answer = Answers.Full(recorded.Revision, now, state: state, seesLocal: seesLocal),
                Receipt = await receipts.IssueAsync(recorded, now, cancel),
            };
            bytes += part.CalculateSize();
            if (bytes > RevisionBytesMax && added.Count > 0)
                file.LeftOut.Insert(0, number);
            else
                added.Add(part);
        }

        file.Revisions.AddRange(added.AsEnumerable().Reverse());
    }

    /// <summary>The last of them, as long as there is room, in their order.</summary>
    internal static List<T> Fitting<T>(IReadOnlyList<T> all, int bytesMax = PartBytesMax)
        where T : IMessage
    {
        var first = all.Count;
        while (first > 0 && (bytesMax -= all[first - 1].CalculateSize()) >= 0)
            first--;
        return [.. all.Skip(first)];
    }

    private async Task AddTariffsAsync(CaseFile file, CancellationToken cancel)
    {
        await using var command = database.CreateCommand(
            """
            SELECT number, reference, document FROM tariff_version JOIN tariff_document USING (hash)
            WHERE number = ANY ($1) ORDER BY number
            """);
        command.Parameters.Add(new NpgsqlParameter<int[]>
        {
            TypedValue = [.. file.Revisions.Select(one => one.Answer.Versions.Tariff).Distinct()],
        });
        var left = PartBytesMax;
        await using var rows = await command.ExecuteReaderAsync(cancel);
        while (await rows.ReadAsync(cancel))
        {
            var number = rows.GetInt32(0);
            var named = file.Revisions.Where(one => one.Answer.Versions.Tariff == number)
                .SelectMany(one => one.Answer.Items).SelectMany(item => item.Measures)
                .Select(measure => measure.Id).ToHashSet();
            var measures = TariffDocument.Parser.ParseFrom(rows.GetFieldValue<byte[]>(2)).Measures
                .Where(measure => named.Contains(measure.Id)).ToList();
            var shown = Fitting(measures, left);
            left -= shown.Sum(measure => measure.CalculateSize());
            file.MeasuresLeftOut += measures.Count - shown.Count;
            file.Tariffs.Add(new CitedTariff
            {
                Version = TariffVersion.Parser.ParseFrom(rows.GetFieldValue<byte[]>(1)),
                Measures = { shown },
            });
        }
    }
}
