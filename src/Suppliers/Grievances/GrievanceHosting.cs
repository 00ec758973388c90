using CrmClub.ServiceDefaults.Signing;

namespace CrmClub.Suppliers.Grievances;

/// <summary>Registration of what handles grievances.</summary>
internal static class GrievanceHosting
{
    public static void AddGrievances(this WebApplicationBuilder builder)
    {
        var services = builder.Services;
        services.AddSingleton(new GrievanceKeys(
            SigningKey.FolderOf(builder.Configuration), KeyProtection.Of(builder.Configuration, builder.Environment)));
        services.AddSingleton<SubmissionStore>();
        services.AddSingleton<TakeStep>();
        services.AddSingleton<FileGrievance>();
        services.AddSingleton<AskForStatus>();
        services.AddSingleton<ReadGrievances>();
        services.AddSingleton<HandleGrievance>();
        services.AddSingleton<Submissions>();
        services.AddSingleton<GrievanceMetrics>();
        services.AddHostedService<GrievanceDeadlines>();
    }
}
