using CrmClub.Contracts.Suppliers.V1;
using CrmClub.Contracts.Tariffs.V1;
using CrmClub.Testing.Clubs;

namespace CrmClub.System.Tests.Matrix;

/// <summary>A sound transfer from a certified facility to another.</summary>
internal static class TransferDeeds
{
    public static async Task<RecordTransferRequest> MakeAsync(
        ClubUnderTest club, Certificate from, CancellationToken cancel) => new()
        {
            RequestId = $"{Guid.CreateVersion7()}",
            Transfer = new FacilityTransfer
            {
                FromFacility = from.Facility,
                ToFacility = (await club.CertifyPlantAsync("NdPr", "2500", Certifying.ValidFrom, cancel)).Facility,
                Material = "NdPr",
                Stage = Stage.SeparatedCompound,
                Day = Certifying.ValidFrom,
                Kg = "1",
                Number = $"{Guid.CreateVersion7()}",
            },
        };
}
