using CrmClub.Testing;

namespace CrmClub.Contracts.Tests.Lock;

/// <summary>What was published stays: docs/contracts.md says how contracts may grow.</summary>
public sealed class ContractLockTests
{
    private const string AcceptVariable = "CRMCLUB_ACCEPT_CONTRACTS";

    private static readonly string LockFile = Path.Combine(Checkout.Root, "src", "Contracts", "contracts.lock");

    [Fact]
    public void Contracts_AgainstTheLock_BreakNothing()
    {
        var locked = File.ReadAllLines(LockFile);
        var current = ContractLock.Current();

        var broken = ContractLock.Broken(locked, current);
        Assert.True(broken.Count == 0, $"A published contract is broken:\n{string.Join('\n', broken)}");

        if (Environment.GetEnvironmentVariable(AcceptVariable) == "1") File.WriteAllLines(LockFile, current);
        else
            Assert.True(current.Count == locked.Length, $"New in the contracts, and not locked yet ({AcceptVariable}=1 "
                + $"with this test locks them):\n{string.Join('\n', current.Except(locked))}");
    }

    [Theory]
    [InlineData("field crmclub.declarations.v1.Declaration 2:", "gone")]
    [InlineData("rpc crmclub.declarations.v1.DeclarationService/SubmitDeclaration:", "gone")]
    [InlineData("enum crmclub.common.v1.ErrorReason 3:", "gone")]
    public void Broken_WhatIsGone_IsNamed(string thing, string verdict)
    {
        var locked = ContractLock.Current();
        var current = locked.Where(line => !line.StartsWith(thing, StringComparison.Ordinal)).ToList();

        var broken = Assert.Single(ContractLock.Broken(locked, current));
        Assert.StartsWith($"{verdict}: {thing}", broken);
    }

    [Theory]
    [InlineData("field crmclub.declarations.v1.Declaration 2:", "string", "int64")]
    [InlineData("field crmclub.declarations.v1.Declaration 2:", "lrn", "localReferenceNumber")]
    [InlineData("rpc crmclub.declarations.v1.DeclarationService/GetDeclaration:", "GET /api/v1", "GET /v1")]
    [InlineData("enum crmclub.common.v1.ErrorReason 3:", "AlreadyExists", "Aborted")]
    public void Broken_WhatChanged_IsNamedWithBothForms(string thing, string before, string after)
    {
        var locked = ContractLock.Current();
        var current = locked.Select(line => line.StartsWith(thing, StringComparison.Ordinal)
            ? line.Replace(before, after) : line).ToList();

        var broken = Assert.Single(ContractLock.Broken(locked, current));
        Assert.StartsWith($"changed: {thing}", broken);
        Assert.Contains(after, broken);
    }

    [Fact]
    public void Broken_WhatIsNew_IsNone()
    {
        var current = ContractLock.Current();

        Assert.Empty(ContractLock.Broken([.. current.Skip(5)], current));
    }
}
