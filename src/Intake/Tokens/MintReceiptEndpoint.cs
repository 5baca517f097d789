using System.ComponentModel;
using Microsoft.AspNetCore.Http.HttpResults;
using ReportingService.Sealing;

namespace ReportingService.Intake.Tokens;

/// <summary>POST /api/v1/receipts: a receipt and its token before anything is sent. Nothing is stored.</summary>
public static class MintReceiptEndpoint
{
    /// <summary>Maps the endpoint.</summary>
    public static RouteHandlerBuilder MapMintReceipt(this IEndpointRouteBuilder routes) => routes.MapPost("/receipts", Mint);

    private static Ok<MintedReceipt> Mint(FormTokens tokens)
    {
        using var receipt = Receipt.Mint();
        return TypedResults.Ok(new MintedReceipt(receipt.Grouped, tokens.Issue(receipt)));
    }
}

/// <summary>A fresh receipt.</summary>
public sealed record MintedReceipt(
    [property: Description("Six groups of five characters.")] string Receipt,
    [property: Description("Send it with the report, within 24 hours. Sending the same token again gives the same answer.")] string Token)
{
    /// <summary>Only the type's name.</summary>
    public override string ToString() => nameof(MintedReceipt);
}
