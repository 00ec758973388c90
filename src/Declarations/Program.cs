using CrmClub.Declarations;
using CrmClub.Declarations.Conformance;
using CrmClub.Declarations.Outages;
using CrmClub.Declarations.Receipts;
using CrmClub.Journal;
using CrmClub.ServiceDefaults;

var builder = WebApplication.CreateBuilder(args);
builder.AddServiceDefaults("declarations");
builder.AddDeclarationJournal();
builder.AddCopies();
builder.AddSubmission();
builder.AddOutages();
builder.AddControls();
builder.AddConformance();
builder.AddReassessment();
builder.AddWatching();
builder.AddReading();
builder.AddReceipts();

var app = builder.Build();
app.UseServiceDefaults();
app.MapGrpcService<DeclarationEndpoint>();
app.MapGrpcService<OutageEndpoint>();
app.MapGrpcService<ConformanceEndpoint>();
app.MapGrpcService<ReceiptEndpoint>();
app.MapGrpcService<CaseEndpoint>();
app.MapJournal();
app.Run();
