using System.Net;
using System.Text.RegularExpressions;

namespace CrmClub.Web.Tests;

/// <summary>Two duties compared by a page: of declarations by an address, of what nobody declared by a form.</summary>
public sealed class CompareTests(WebFixture bench) : IClassFixture<WebFixture>
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Compare_TwoDeclarations_SplitsTheDifferenceByCauseToTheCent()
    {
        using var person = await SignInAsync();
        var page = await person.TextAsync("/compare?before=dear&after=dear", Cancel);

        Assert.Contains("The other bears 490.08 EUR more; most of it by: price", page);
        Assert.Contains("price</th><td class=\"num\">700.08</td><td class=\"num\">9,210.00</td>", page);
        Assert.Contains("tariff</th><td class=\"num\">-210.00</td><td class=\"num\">9,000.00</td>", page);
        Assert.Equal(4, Regex.Count(page, "<rect class=\"(held|filled|hollow)\""));
        // By the version that decided; that the other is otherwise than it was decided is said.
        Assert.Equal(7, StubRates.Compared.Before.TariffVersion);
        Assert.Contains("Decided were 8,509.92 EUR and 8,509.92 EUR", page);
    }

    [Theory]
    [InlineData("/compare?before=dear&after=none")]
    [InlineData("/compare?before=dear&after=dear&after-item=2")]
    public async Task Compare_WithWhatIsNotThere_SaysSoAboveItsForms(string path)
    {
        using var person = await SignInAsync();
        using var answer = await person.GetAsync(path, Cancel);

        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        Assert.Contains("knows of no such thing", await answer.Content.ReadAsStringAsync(Cancel));
    }

    [Fact]
    public async Task Compare_WhatIsWritten_StandsInNoAddress()
    {
        using var person = await SignInAsync();
        using var answer = await CompareAsync(person, "28469020");
        var page = await answer.Content.ReadAsStringAsync(Cancel);

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.Equal("/compare", answer.RequestMessage!.RequestUri!.PathAndQuery);
        Assert.Contains("The other bears 490.08 EUR more", page);
        Assert.Contains("name=\"Form.After.Value\" value=\"45000\"", page);
        var (before, after) = (StubRates.Compared.Before.Consignment, StubRates.Compared.After.Consignment);
        Assert.Equal(("42549.60", "45000", "CN"),
            (before.Item.CustomsValue.Amount, after.Item.CustomsValue.Amount, after.Item.Origin));
    }

    [Fact]
    public async Task Compare_WithAFault_NamesItAtItsField()
    {
        using var person = await SignInAsync();
        using var answer = await CompareAsync(person, "99");

        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        Assert.Contains("<strong id=\"After.GoodsCode-fault\" class=\"fault\">There is no such code.</strong>",
            await answer.Content.ReadAsStringAsync(Cancel));
    }

    [Fact]
    public async Task Compare_SessionEnded_HasBothConsignmentsAgain()
    {
        using var person = await SignInAsync();
        var token = Browsing.TokenOf(await person.TextAsync("/compare", Cancel));
        using var left = await person.PostAsync("/sign-out", Cancel, ["token", token]);
        using var sent = new HttpRequestMessage(HttpMethod.Post, "/compare")
        {
            Content = new FormUrlEncodedContent(new Dictionary<string, string>
            {
                ["_handler"] = "consignments",
                ["token"] = token,
                ["Form.Before.Value"] = "42549.60",
                ["Form.After.Value"] = "45000",
            }),
        };
        sent.Headers.Add("Sec-Fetch-Site", "same-origin");

        using var led = await person.SendAsync(sent, Cancel);
        var back = await person.SignInAsync("secretariat", led.Headers.Location!, Cancel);
        var page = await person.TextAsync(back, Cancel);

        Assert.Contains("name=\"Form.Before.Value\" value=\"42549.60\"", page);
        Assert.Contains("name=\"Form.After.Value\" value=\"45000\"", page);
    }

    private static async Task<HttpResponseMessage> CompareAsync(Browsing person, string code)
    {
        var page = await person.TextAsync("/compare", Cancel);
        return await person.PostAsync("/compare", Cancel,
            [
                ["_handler", "consignments"], ["token", Browsing.TokenOf(page)],
                .. Side("Before", "28469020", "42549.60"), .. Side("After", code, "45000"),
            ]);
    }

    private static IEnumerable<string[]> Side(string side, string code, string value) =>
    [
        [$"Form.{side}.GoodsCode", code], [$"Form.{side}.Origin", "cn"], [$"Form.{side}.Value", value],
        [$"Form.{side}.Currency", "EUR"], [$"Form.{side}.NetMass", "254"], [$"Form.{side}.Administration", "DE"],
        [$"Form.{side}.Day", "2027-03-08"],
    ];

    private Task<Browsing> SignInAsync() => bench.Web.SignedInAsync("secretariat", Cancel);
}
