using CrmClub.Journal;
using CrmClub.Membership;
using CrmClub.Membership.Notices;
using CrmClub.Membership.Parties;
using CrmClub.Membership.Voting;
using CrmClub.ServiceDefaults;

var builder = WebApplication.CreateBuilder(args);
builder.AddServiceDefaults("membership");
builder.AddJournal("membership");
builder.AddMembership();

var app = builder.Build();
app.UseServiceDefaults();
app.MapJournal();
app.MapGrpcService<MembershipEndpoint>();
app.MapGrpcService<VotingEndpoint>();
app.MapGrpcService<NoticeEndpoint>();
app.Run();
