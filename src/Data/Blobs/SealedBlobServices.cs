using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;

namespace ReportingService.Data;

/// <summary>Registers the blob store that configuration names.</summary>
public static class SealedBlobServices
{
    public static IServiceCollection AddSealedBlobs(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddOptions<BlobsOptions>().Bind(configuration.GetSection("Blobs")).ValidateDataAnnotations().ValidateOnStart();
        services.TryAddSingleton<ISealedBlobs>(provider =>
        {
            var options = provider.GetRequiredService<IOptions<BlobsOptions>>().Value;
            return options.Provider == "azure"
                ? new AzureSealedBlobs(
                    configuration.GetConnectionString("Blobs") ?? throw new InvalidOperationException("Set ConnectionStrings:Blobs."),
                    options.Container)
                : new FileSealedBlobs(options.Folder);
        });
        return services;
    }
}
