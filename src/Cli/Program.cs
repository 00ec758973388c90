using CrmClub.Cli.CommandLine;
using CrmClub.Cli.Commands;

return await Usage.RunAsync(ClubCommands.Create(), """
    crmclub status
    crmclub duty --goods 28053010 --origin CN --value 121234.56 --currency USD --net-mass 1000
    crmclub declare data/examples/declaration.json
    """, args);
