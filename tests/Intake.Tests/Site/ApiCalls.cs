using System.Net;
using System.Net.Http.Json;
using System.Text.Json;

namespace ReportingService.Intake.Tests.Site;

/// <summary>Calls of the API as a program outside would make them.</summary>
public static class ApiCalls
{
    public static MultipartFormDataContent Report(string text, params (string Name, string Value)[] more)
    {
        var body = new MultipartFormDataContent { { new StringContent(text), "text" } };
        foreach (var (name, value) in more)
        {
            body.Add(new StringContent(value), name);
        }

        return body;
    }

    public static MultipartFormDataContent WithFile(this MultipartFormDataContent body, byte[] bytes, string name = "IMG.jpg", string field = "files")
    {
        body.Add(new ByteArrayContent(bytes), field, name);
        return body;
    }

    public static async Task<(HttpStatusCode Status, JsonElement Body)> SendAsync(this HttpClient http, string path, HttpContent? content)
    {
        using var response = await http.PostAsync(path, content);
        var text = await response.Content.ReadAsStringAsync();
        return (response.StatusCode, text.Length == 0 ? default : JsonDocument.Parse(text).RootElement.Clone());
    }

    public static Task<(HttpStatusCode Status, JsonElement Body)> SendJsonAsync(this HttpClient http, string path, object body)
        => http.SendAsync(path, JsonContent.Create(body));

    public static async Task<string> SubmitAsync(this HttpClient http, string text, params (string Name, string Value)[] more)
    {
        var (status, body) = await http.SendAsync("/api/v1/reports", Report(text, more));
        Assert.Equal(HttpStatusCode.Created, status);
        return body.GetProperty("receipt").GetString()!;
    }

    public static string Code(this (HttpStatusCode Status, JsonElement Body) answer) => answer.Body.GetProperty("code").GetString()!;
}
