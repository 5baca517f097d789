using System.Globalization;
using System.Net.Http.Json;
using System.Text.Json;

namespace ReportingService.TestKit.Running;

/// <summary>A citizen's app: the public API and nothing else.</summary>
public sealed class CitizenApi(Uri site, HttpMessageHandler? handler = null) : IDisposable
{
    private readonly HttpClient http = new(handler ?? new SocketsHttpHandler()) { BaseAddress = site, Timeout = TimeSpan.FromSeconds(60) };

    public async Task<MintedReceipt> MintAsync()
    {
        using var answer = await http.PostAsync(new Uri("/api/v1/receipts", UriKind.Relative), null);
        answer.EnsureSuccessStatusCode();
        return (await answer.Content.ReadFromJsonAsync<MintedReceipt>())!;
    }

    public async Task<(int Status, JsonElement Body)> SendAsync(
        IReadOnlyDictionary<string, string> fields, IReadOnlyList<(string Name, string Type, byte[] Bytes)>? files = null, Action<HttpRequestMessage>? adjust = null)
    {
        using var form = new MultipartFormDataContent();
        foreach (var (name, value) in fields)
        {
            form.Add(new StringContent(value), name);
        }

        foreach (var (name, type, bytes) in files ?? [])
        {
            var content = new ByteArrayContent(bytes);
            content.Headers.ContentType = new(type);
            form.Add(content, "files", name);
        }

        using var request = new HttpRequestMessage(HttpMethod.Post, "/api/v1/reports") { Content = form };
        adjust?.Invoke(request);
        using var answer = await http.SendAsync(request);
        return ((int)answer.StatusCode, await ReadAsync(answer));
    }

    public Task<(int Status, JsonElement Body)> OpenAsync(string receipt) => PostAsync("/api/v1/receipts/open", new { receipt });

    public Task<(int Status, JsonElement Body)> AnswerAsync(string receipt, string text) => PostAsync("/api/v1/receipts/messages", new { receipt, text });

    /// <summary>Words and a photo.</summary>
    public async Task<(int Status, JsonElement Body)> AnswerAsync(string receipt, string text, byte[] photo)
    {
        using var form = new MultipartFormDataContent { { new StringContent(receipt), "receipt" }, { new StringContent(text), "text" }, { new ByteArrayContent(photo), "files", "a.jpg" } };
        using var answer = await http.PostAsync(new Uri("/api/v1/receipts/messages", UriKind.Relative), form);
        return ((int)answer.StatusCode, await ReadAsync(answer));
    }

    public Task<(int Status, JsonElement Body)> WithdrawAsync(string receipt) => PostAsync("/api/v1/receipts/withdraw", new { receipt });

    /// <summary>Polls until <paramref name="seen"/> holds for the opened receipt.</summary>
    public async Task<JsonElement> UntilAsync(string receipt, Func<JsonElement, bool> seen, TimeSpan patience)
    {
        using var limit = new CancellationTokenSource(patience);
        while (true)
        {
            var (status, body) = await OpenAsync(receipt);
            if (status == 200 && seen(body))
            {
                return body;
            }

            if (limit.IsCancellationRequested)
            {
                throw new TimeoutException(string.Create(CultureInfo.InvariantCulture, $"The receipt still says {status}: {body}"));
            }

            await Task.Delay(100, CancellationToken.None);
        }
    }

    public void Dispose() => http.Dispose();

    private static async Task<JsonElement> ReadAsync(HttpResponseMessage answer)
    {
        var text = await answer.Content.ReadAsStringAsync();
        return text.Length > 0 && text[0] is '{' or '[' ? JsonDocument.Parse(text).RootElement : default;
    }

    private async Task<(int Status, JsonElement Body)> PostAsync(string path, object body)
    {
        using var answer = await http.PostAsJsonAsync(path, body);
        return ((int)answer.StatusCode, await ReadAsync(answer));
    }
}

/// <summary>The answer of <c>POST /api/v1/receipts</c>.</summary>
public sealed record MintedReceipt(string Receipt, string Token);
