using CrmClub.Contracts.Declarations.V1;
using CrmClub.Declarations.Adjustments;
using CrmClub.Declarations.Reassessment;
using CrmClub.ServiceDefaults.Identity;

namespace CrmClub.Declarations.Tests;

/// <summary>What officers do with adjustments.</summary>
internal sealed partial class TestService
{
    public static readonly Caller GermanOfficer = new(
        "officer-de", "web", World.GermanTenant, true, new HashSet<string> { ClubRoles.CustomsOfficer });

    public static readonly Caller JapaneseOfficer = new(
        "officer-jp", "web", World.JapaneseTenant, true, new HashSet<string> { ClubRoles.CustomsOfficer });

    public AdjustmentReader Adjustments { get; }

    public ListReassessments Reassessments { get; }

    /// <summary>The club's clock, for all but submission.</summary>
    public StandingDay Clock { get; } = new(World.Today);

    public Task<ListAdjustmentsResponse> AdjustmentsAsync(ListAdjustmentsRequest request, Caller caller) =>
        _adjustments.HandleAsync(request, caller, default);

    public async Task<Adjustment> AdjustmentAsync(string id, Caller? caller = null) => (await _adjustments.GetAsync(
        new() { Id = id }, caller ?? Auditor, TestContext.Current.CancellationToken)).Adjustment;

    public async Task<Adjustment> ReportAsync(
        string adjustment, AdjustmentStep step, Caller? caller = null, Guid? requestId = null,
        bool validateOnly = false) => (await _reportAdjustment.HandleAsync(
            new ReportAdjustmentRequest
            {
                RequestId = (requestId ?? Guid.NewGuid()).ToString(),
                ValidateOnly = validateOnly,
                Id = adjustment,
                Step = step,
            },
            caller ?? GermanOfficer,
            TestContext.Current.CancellationToken)).Adjustment;
}
