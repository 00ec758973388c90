using CrmClub.Contracts.Declarations.V1;
using CrmClub.Contracts.Signing;
using CrmClub.Contracts.Tariffs.V1;

namespace CrmClub.Tariffs.Documents;

/// <summary>Whether what a case file shows beside a receipt is what the receipt states.</summary>
public static class CaseCheck
{
    private const string CheckName = "case file";

    /// <summary>Everything that was held against the receipt of a revision.</summary>
    /// <param name="file">The case file.</param>
    /// <param name="revision">One of its revisions, whose receipt is one.</param>
    /// <param name="tariff">The tariff version that it cites.</param>
    public static IEnumerable<ReceiptFinding> Of(CaseFile file, CaseRevision revision, TariffDocument tariff)
    {
        var receipt = SignedReceipts.Unproven(revision.Receipt.Receipt);
        var answer = revision.Answer ?? new();
        yield return Same("mrn", receipt.Mrn, file.Mrn);
        yield return Same("lrn", receipt.Lrn, file.Lrn);
        yield return Same("administration", receipt.Administration, file.Administration);
        yield return Same("answer.mrn", receipt.Mrn, answer.Mrn);
        yield return Same("answer.revision", $"{receipt.Revision}", $"{answer.Revision}");
        yield return Same("answer.acceptance_day", receipt.AcceptanceDay, answer.AcceptanceDay);
        yield return Same("answer.cause", receipt.Cause, answer.Cause);
        yield return Same("answer.decided_at", $"{receipt.DecidedAt}", $"{answer.DecidedAt}");
        yield return Same("answer.duty", $"{receipt.Duty}", $"{answer.Duty}");
        yield return Same("answer.versions.tariff_hash", receipt.TariffHash, answer.Versions?.TariffHash ?? "");
        foreach (var (stated, shown) in receipt.Items.Zip(answer.Items))
            yield return Same($"answer.items amounts of item {stated.Number}",
                string.Join("; ", stated.Amounts.Select(one => $"{one.Measure} {one.Amount}")),
                string.Join("; ", shown.Measures.Where(one => one.Applied).Select(one => $"{one.Id} {one.Amount}")));
        yield return Same("answer.items", $"{receipt.Items.Count}", $"{answer.Items.Count}");
        foreach (var cited in file.Tariffs.Where(one => one.Version?.Hash == receipt.TariffHash))
            foreach (var measure in cited.Measures)
                yield return Same($"tariffs measure {measure.Id}",
                    $"{tariff.Measures.FirstOrDefault(one => one.Id == measure.Id)}", $"{measure}");
    }

    private static ReceiptFinding Same(string field, string stated, string found) =>
        ReceiptCheck.Same(CheckName, field, stated, found);
}
