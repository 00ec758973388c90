using CrmClub.Contracts.Declarations.V1;
using CrmClub.Contracts.Journal.V1;
using CrmClub.Contracts.Signing;

namespace CrmClub.Tariffs.Documents;

/// <summary>Whether the journal's entry stands in the tree whose head the receipt carries.</summary>
internal static class ReceiptInclusion
{
    public static IEnumerable<ReceiptFinding> Check(Receipt receipt, InclusionProof? proof)
    {
        // What was recorded a moment before is sealed later: a receipt of then shows it.
        if (receipt.EntrySeq == 0 && proof is null)
            yield break;
        var holds = proof is not null && Stands(receipt, proof);
        yield return new ReceiptFinding(
            "inclusion in the journal", holds, "entry_leaf", receipt.EntryLeaf,
            holds ? "" : "the proof does not lead from the leaf to the tree head's root");
    }

    private static bool Stands(Receipt receipt, InclusionProof proof)
    {
        try
        {
            return TreeHeads.Unproven(receipt.TreeHead) is { } head
                && (proof.Seq, proof.Size) == (receipt.EntrySeq, head.Size)
                && MerkleProofs.Includes(
                    Convert.FromHexString(receipt.EntryLeaf), proof.Seq, proof.Size,
                    [.. proof.Path.Select(Convert.FromHexString)], Convert.FromHexString(head.Root));
        }
        catch (FormatException)
        {
            return false;
        }
    }
}
