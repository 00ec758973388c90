using CrmClub.Contracts.Tariffs.V1;
using Google.Protobuf;

namespace CrmClub.Tariffs.Versions;

/// <summary>The document of a version, by which anyone can compute again.</summary>
internal static class GetTariffDocument
{
    public static GetTariffDocumentResponse Answer(TariffBook book, GetTariffDocumentRequest request)
    {
        var found = GetTariffVersion.ByNumber(book, request.Number);
        return new GetTariffDocumentResponse
        {
            Version = found.Version,
            Document = UnsafeByteOperations.UnsafeWrap(found.Bytes),
        };
    }
}
