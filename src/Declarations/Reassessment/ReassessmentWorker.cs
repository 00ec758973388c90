using CrmClub.Contracts.Common.V1;
using CrmClub.Declarations.Copies;
using CrmClub.ServiceDefaults.Errors;

namespace CrmClub.Declarations.Reassessment;

/// <summary>Does what changes left to do; what another process left, too.</summary>
internal sealed class ReassessmentWorker(
    ReassessDeclarations reassess, CertificateHolder certificates, ILogger<ReassessmentWorker> log) : BackgroundService
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);

    protected override async Task ExecuteAsync(CancellationToken stopping)
    {
        while (!stopping.IsCancellationRequested)
        {
            try
            {
                while (await reassess.StepAsync(stopping))
                {
                }
            }
            catch (Exception failure) when (!stopping.IsCancellationRequested)
            {
                if (Failures.ReasonOf(failure) == ErrorReason.Unavailable)
                    log.StepPutOff(failure.Message);
                else
                    log.StepFailed(failure);
            }

            await certificates.Changed.WaitAsync(Pause, stopping);
        }
    }
}

internal static partial class ReassessmentWorkerLog
{
    [LoggerMessage(LogLevel.Warning, "A step of a reassessment waits for the database: {Message}")]
    public static partial void StepPutOff(this ILogger log, string message);

    [LoggerMessage(LogLevel.Error, "A step of a reassessment failed; it is tried again.")]
    public static partial void StepFailed(this ILogger log, Exception failure);
}
