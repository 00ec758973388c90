using CrmClub.Journal;
using CrmClub.ServiceDefaults;
using CrmClub.Tariffs;
using CrmClub.Tariffs.Nomenclature;
using CrmClub.Tariffs.Proposals;
using CrmClub.Tariffs.Quotas;
using CrmClub.Tariffs.Rates;

var builder = WebApplication.CreateBuilder(args);
builder.AddServiceDefaults("tariffs");
builder.AddJournal("tariffs");
builder.AddTariffs();

var app = builder.Build();
app.UseServiceDefaults();
app.MapJournal();
app.MapGrpcService<TariffEndpoint>();
app.MapGrpcService<DutyFinderEndpoint>();
app.MapGrpcService<ProposalEndpoint>();
app.MapGrpcService<RateEndpoint>();
app.MapGrpcService<QuotaEndpoint>();
app.MapGrpcService<NomenclatureEndpoint>();
app.Run();
