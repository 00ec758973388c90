using CrmClub.AppHost;

try
{
    var builder = DistributedApplication.CreateBuilder(new DistributedApplicationOptions
    {
        Args = args,
        AllowUnsecuredTransport = true,
        DisableDashboard = args.Contains("--CLUB_DASHBOARD=off"),
    });
    var club = Club.Open(builder);

    var rabbitmq = club.AddRabbitMq();      // First: nothing else takes as long to start.
    var postgres = club.AddPostgres();
    var redis = club.AddRedis();

    var migrator = club.AddMigrator<Projects.Migrator>(postgres);

    club.AddIdentity<Projects.DevIdentity>();

    builder.Build().Run();
    return 0;
}
catch (ClubFault fault)
{
    Console.Error.WriteLine(fault.Message);
    return 1;
}
