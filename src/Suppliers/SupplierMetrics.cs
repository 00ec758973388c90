using System.Diagnostics.Metrics;
using CrmClub.Contracts.Suppliers.V1;

namespace CrmClub.Suppliers;

/// <summary>What the service measures of its work: meter "CrmClub.Suppliers".</summary>
internal sealed class SupplierMetrics : IDisposable
{
    private readonly Meter _meter = new("CrmClub.Suppliers");
    private readonly Counter<long> _verified;
    private readonly Counter<long> _faults;

    public SupplierMetrics()
    {
        _verified = _meter.CreateCounter<long>(
            "crmclub.suppliers.credentials.verified", "{credential}", "Credentials judged, by outcome.");
        _faults = _meter.CreateCounter<long>(
            "crmclub.suppliers.credentials.faults", "{fault}", "Why credentials did not hold, by fault.");
    }

    public void Verified(CredentialVerdict verdict)
    {
        _verified.Add(1, new KeyValuePair<string, object?>("outcome", verdict.Holds ? "holds" : "refused"));
        foreach (var code in verdict.Faults.Select(fault => fault.Code).Distinct())
            _faults.Add(1, new KeyValuePair<string, object?>("fault", $"{code}"));
    }

    public void Dispose() => _meter.Dispose();
}
