using CrmClub.AppHost;
using CrmClub.AppHost.Commands;

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
    var membership = club.AddService<Projects.Membership>("membership", postgres, rabbitmq, migrator);
    var tariffs = club.AddService<Projects.Tariffs>("tariffs", postgres, rabbitmq, migrator)
        .Shares(redis).Calls(membership);
    var suppliers = club.AddService<Projects.Suppliers>("suppliers", postgres, rabbitmq, migrator)
        .Calls(membership);
    membership.Calls(tariffs, suppliers);
    var declarations = club.AddService<Projects.Declarations>("declarations", postgres, rabbitmq, migrator)
        .Shares(redis).Calls(membership, tariffs, suppliers);
    suppliers.Calls(declarations);
    tariffs.Calls(declarations);
    var web = club.AddWeb<Projects.Web>().Calls(membership, tariffs, suppliers, declarations);
    club.AddGateway<Projects.Gateway>().Calls(membership, tariffs, suppliers, declarations, web);
    club.AddCommands();

    builder.Build().Run();
    return 0;
}
catch (ClubFault fault)
{
    Console.Error.WriteLine(fault.Message);
    return 1;
}
