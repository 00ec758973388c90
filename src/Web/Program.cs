using CrmClub.Web;

WebHost.Build(args).Run();
