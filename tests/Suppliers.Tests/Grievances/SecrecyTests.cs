using System.Security.Cryptography;
using System.Text;
using CrmClub.Contracts.Common.V1;
using CrmClub.Contracts.Suppliers.V1;
using CrmClub.ServiceDefaults.Errors;
using static CrmClub.Suppliers.Tests.TestSuppliers;

namespace CrmClub.Suppliers.Tests.Grievances;

/// <summary>Where what a complainant wrote must not be.</summary>
public sealed class SecrecyTests(Postgres postgres)
{
    [Fact]
    public async Task Database_AfterAWholeLife_HasNothingOfTheComplainantsInPlain()
    {
        await using var desk = await TestGrievances.CreateAsync(postgres);
        var request = desk.Sound();
        var filed = await desk.FileAsync(request);
        await desk.ReadAsync(filed.Receipt);
        await desk.AcknowledgeAsync(filed.Receipt);
        await desk.AnswerAsync(filed.Receipt);

        var dump = await desk.DumpAsync();

        Assert.Contains("A river is said to be red.", dump);
        Assert.Contains(Hex("A river is said to be red."), dump);
        foreach (var secret in new[] { request.Name, request.Contact, request.Text[..20], "Aminah", filed.Secret })
        {
            Assert.DoesNotContain(secret, dump, StringComparison.OrdinalIgnoreCase);
            Assert.DoesNotContain(Hex(secret), dump);
            Assert.DoesNotContain(Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(secret))), dump);
        }
    }

    [Fact]
    public async Task Read_ByTheCaseOfficer_IsRecordedEachTime()
    {
        await using var desk = await TestGrievances.CreateAsync(postgres);
        var number = (await desk.FileAsync()).Receipt;

        var asked = await desk.ReadAsync(number, validateOnly: true);
        var again = new ReadSubmissionRequest { RequestId = NewId(), Number = number };
        var read = await desk.ReadAsync(again);
        var repeated = await desk.ReadAsync(again);

        Assert.Null(asked.Submission);
        Assert.Equal("Aminah binti Yusof", read.Submission.Name);
        Assert.Equal(read, repeated);
        Assert.Single((await desk.FindAsync(number)).Steps, step => step.Kind == GrievanceStepKind.SubmissionRead);
    }

    [Fact]
    public async Task Erase_LeavesTheCaseAndNothingOfTheComplainant()
    {
        await using var desk = await TestGrievances.CreateAsync(postgres);
        var filed = await desk.FileAsync();
        var other = await desk.FileAsync();
        var read = new ReadSubmissionRequest { RequestId = NewId(), Number = filed.Receipt };
        await desk.ReadAsync(read);
        await desk.AcknowledgeAsync(filed.Receipt);

        var erased = await desk.EraseAsync(filed.Receipt);

        Assert.True(erased.Erased);
        Assert.Null(await desk.Store.FindAsync(filed.Receipt, Cancel));
        Assert.Equal((1, 1), (
            await desk.Registry.CountAsync("submission"), await desk.Registry.CountAsync("submission_key")));
        foreach (var again in new Func<Task>[]
        {
            () => desk.ReadAsync(filed.Receipt), () => desk.ReadAsync(read), () => desk.EraseAsync(filed.Receipt),
        })
            Assert.Equal(ErrorReason.StateForbids, (await Assert.ThrowsAsync<ClubException>(again)).Reason);
        Assert.Equal("Aminah binti Yusof", (await desk.ReadAsync(other.Receipt)).Submission.Name);
        await desk.AnswerAsync(filed.Receipt);
        Assert.Equal(
            GrievanceState.Answered, (await desk.StatusAsync(filed.Receipt, filed.Secret)).State);
        Assert.Empty(await desk.Registry.AuditAsync());
    }

    [Fact]
    public async Task Submission_WithoutItsKeyOrUnderAnothersNumber_CantBeRead()
    {
        await using var desk = await TestGrievances.CreateAsync(postgres);
        var (first, second) = ((await desk.FileAsync()).Receipt, (await desk.FileAsync()).Receipt);
        await desk.Registry.EditAsync(
            $"""
            UPDATE submission SET sealed = (SELECT sealed FROM submission WHERE grievance = '{first}')
            WHERE grievance = '{second}';
            DELETE FROM submission_key WHERE grievance = '{first}';
            """);

        await Assert.ThrowsAsync<AuthenticationTagMismatchException>(() => desk.ReadAsync(second));
        Assert.Null(await desk.Store.FindAsync(first, Cancel));
    }

    private static string Hex(string text) => Convert.ToHexStringLower(Encoding.UTF8.GetBytes(text));
}
