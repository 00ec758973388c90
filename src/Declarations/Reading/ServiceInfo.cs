using System.Reflection;
using CrmClub.Contracts.Declarations.V1;
using CrmClub.Declarations.Copies;
using CrmClub.Journal;
using CrmClub.ServiceDefaults;

namespace CrmClub.Declarations.Reading;

/// <summary>What the service stands on.</summary>
internal sealed class ServiceInfo(TariffHolder tariffs, ICopyProgress copies, ClubTime clock)
{
    internal const string SecretariatZone = "Europe/Brussels";

    private static readonly string Build = typeof(ServiceInfo).Assembly
        .GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion ?? "";

    public GetServiceInfoResponse Read()
    {
        var view = tariffs.View;
        var response = new GetServiceInfoResponse
        {
            Build = Build,
            TariffVersion = view.On(clock.Today(SecretariatZone))?.Number ?? 0,
            RateSet = view.RateSet,
        };
        response.Copies.AddRange(copies.Producers.Select(producer => new CopyAge
        {
            Producer = producer,
            Seq = copies.Seq(producer),
            AgeSeconds = copies.Age(producer).TotalSeconds,
        }));
        return response;
    }
}
