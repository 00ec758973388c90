using CrmClub.Journal;
using CrmClub.Membership.Copy;
using CrmClub.ServiceDefaults;
using CrmClub.Suppliers;
using CrmClub.Suppliers.Register;

var builder = WebApplication.CreateBuilder(args);
builder.AddServiceDefaults("suppliers");
builder.AddJournal("suppliers");
builder.AddMembershipCopy();
builder.AddSuppliers();

var app = builder.Build();
app.UseServiceDefaults();
app.UseMiddleware<RegisterCache>();
app.MapJournal();
app.MapGrpcService<SupplierEndpoint>();
app.MapGrpcService<CredentialEndpoint>();
app.MapGrpcService<GrievanceEndpoint>();
app.MapGrpcService<RegisterEndpoint>();
app.MapGrpcService<AssessmentEndpoint>();
app.MapGrpcService<ApplicationEndpoint>();
app.MapGrpcService<AccreditationEndpoint>();
app.MapGrpcService<BalanceEndpoint>();
app.Run();
