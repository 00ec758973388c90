using System.Security.Cryptography;
using CrmClub.Contracts.Common.V1;
using CrmClub.Contracts.Suppliers.V1;
using CrmClub.ServiceDefaults.Errors;
using CrmClub.Suppliers.Storage;
using Npgsql;

namespace CrmClub.Suppliers.Grievances;

/// <summary>
/// Tells whoever has receipt and secret how far a grievance is. Whatever is wrong with either, the same work is done
/// and the same is answered.
/// </summary>
internal sealed class AskForStatus(NpgsqlDataSource database, GrievanceMetrics metrics)
{
    // Of no secret that there is.
    private static readonly byte[] Absent = RandomNumberGenerator.GetBytes(SHA256.HashSizeInBytes);

    public async Task<GetGrievanceStatusResponse> RunAsync(
        GetGrievanceStatusRequest request, CancellationToken cancel)
    {
        var receipt = request.Receipt.Trim().ToUpperInvariant();
        if (!SuppliersReader.IsNumber(receipt))
            receipt = "-";
        var secret = ReceiptSecret.Read(request.Secret) ?? new byte[ReceiptSecret.Bytes];
        await using var connection = await database.OpenConnectionAsync(cancel);
        var hash = await GrievanceStore.SecretHashAsync(connection, receipt, Absent, cancel);
        var isRight = CryptographicOperations.FixedTimeEquals(hash, ReceiptSecret.HashOf(secret));
        metrics.Asked(isRight);
        if (!isRight)
            throw new ClubException(ErrorReason.NotFound, "No grievance has this receipt and this secret.");

        var grievance = (await GrievanceStore.FindAsync(connection, receipt, cancel))!;
        var answer = grievance.Answer ?? new GrievanceStep();
        return new GetGrievanceStatusResponse
        {
            Receipt = grievance.Number,
            State = grievance.State,
            FiledOn = grievance.FiledOn,
            DueOn = grievance.DueOn,
            Escalated = grievance.Escalated,
            Facility = grievance.Facility,
            Certificate = grievance.Certificate,
            Outcome = answer.Outcome,
            Answer = answer.Text,
            AnswerLanguage = answer.Language,
        };
    }
}
