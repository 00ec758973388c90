using CrmClub.DevIdentity;

try
{
    DevIdentityHost.Build(args).Run();
    return 0;
}
catch (InvalidOperationException refusal)
{
    Console.Error.WriteLine(refusal.Message);
    return 1;
}
