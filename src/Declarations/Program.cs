using CrmClub.Declarations;
using CrmClub.Journal;
using CrmClub.ServiceDefaults;

var builder = WebApplication.CreateBuilder(args);
builder.AddServiceDefaults("declarations");
builder.AddDeclarationJournal();
builder.AddCopies();
builder.AddSubmission();
builder.AddReassessment();
builder.AddReading();

var app = builder.Build();
app.UseServiceDefaults();
app.MapGrpcService<DeclarationEndpoint>();
app.MapJournal();
app.Run();
