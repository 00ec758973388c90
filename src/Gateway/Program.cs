using CrmClub.Gateway;

GatewayHost.Build(args).Run();
