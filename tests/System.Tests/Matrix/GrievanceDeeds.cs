using CrmClub.Contracts.Suppliers.V1;
using Google.Protobuf;
using Google.Protobuf.Reflection;
using Grpc.Core;
using static CrmClub.System.Tests.Matrix.Deeds;

namespace CrmClub.System.Tests.Matrix;

/// <summary>Sound deeds about a grievance that was filed for it.</summary>
internal static class GrievanceDeeds
{
    public static async Task<(IMessage, IMessage)> MakeAsync(
        MethodDescriptor rpc, GrievanceService.GrievanceServiceClient desk, Certificate certificate, string officer,
        CancellationToken cancel)
    {
        if (rpc.Name == "FileGrievance")
            return Pair(Grievance(certificate), one => one.Text += " Again.");
        var number = (await desk.FileGrievanceAsync(Grievance(certificate), cancellationToken: cancel)).Receipt;
        if (rpc.Name is "ExamineGrievance" or "AnswerGrievance")
        {
            var options = new CallOptions(new Metadata { { "authorization", $"Bearer {officer}" } })
                .WithCancellationToken(cancel);
            await desk.AcknowledgeGrievanceAsync(
                new() { RequestId = NewId(), Number = number, Summary = "Dust on a school yard" }, options);
        }

        return rpc.Name switch
        {
            "ReadSubmission" => Pair(
                new ReadSubmissionRequest { RequestId = NewId(), Number = number }, one => one.Number = "G-2026-9999"),
            "AcknowledgeGrievance" => Pair(
                new AcknowledgeGrievanceRequest { RequestId = NewId(), Number = number, Summary = "Dust" },
                one => one.Summary += ", again"),
            "ExamineGrievance" => Pair(
                new ExamineGrievanceRequest { RequestId = NewId(), Number = number, Subject = "Dust filters" },
                one => one.Subject += ", again"),
            "AnswerGrievance" => Pair(
                new AnswerGrievanceRequest
                {
                    RequestId = NewId(),
                    Number = number,
                    Outcome = GrievanceOutcome.Upheld,
                    Answer = "The filters are replaced.",
                },
                one => one.Answer += " Again."),
            "EraseSubmission" => Pair(
                new EraseSubmissionRequest { RequestId = NewId(), Number = number, Reason = "Asked for" },
                one => one.Reason += ", again"),
            _ => throw new InvalidOperationException($"{rpc.FullName} has no example here."),
        };
    }

    private static FileGrievanceRequest Grievance(Certificate certificate) => new()
    {
        RequestId = NewId(),
        Language = "en",
        Text = "Dust from the plant covers the school yard.",
        Facility = certificate.Facility,
        Certificate = certificate.Number,
    };
}
