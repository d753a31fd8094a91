using LiveDesk.Infrastructure.Assistant;
using LiveDesk.Infrastructure.Database;
using LiveDesk.Web.Security;
using Microsoft.Extensions.Configuration.EnvironmentVariables;
using Microsoft.Extensions.Configuration.Json;
using Microsoft.Extensions.Options;

namespace LiveDesk.Web.Health;

/// <summary>
/// A setting that is misspelt does nothing and says nothing; so every setting of ours is held against what the program knows, and every
/// value against what is allowed, before anything starts. The table in README.md has them with their meaning.
/// </summary>
public static class SettingsCheck
{
    /// <summary>By section. A test holds README, the manual and this together.</summary>
    internal static readonly IReadOnlyDictionary<string, string[]> Known = new Dictionary<string, string[]>(StringComparer.OrdinalIgnoreCase)
    {
        ["ConnectionStrings"] = ["Desk"],
        ["Data"] = ["Folder"],
        ["Sample"] = ["Password"],
        ["Files"] = Of<Infrastructure.Files.FileOptions>(),
        ["Assistant"] = ["Provider", "BaseAddress", "Key", "Model", "TimeoutSeconds"],
        ["Security"] = Of<SecurityOptions>(),
        ["Mail"] = [],
    };

    /// <summary>The framework's own, as they stand in an appsettings file.</summary>
    internal static readonly string[] Frameworks = ["AllowedHosts", "DetailedErrors", "Kestrel", "Logging", "Urls"];

    private static readonly Dictionary<string, string> Types = new(StringComparer.Ordinal)
    {
        ["System.Int32"] = "a whole number", ["System.Boolean"] = "true or false", ["System.TimeSpan"] = "a time span like 00:15:00", ["System.Double"] = "a number",
    };

    /// <exception cref="StartupException">Names the setting and what is allowed.</exception>
    public static void CheckSettings(this WebApplication app)
    {
        if (UnknownSection((IConfigurationRoot)app.Configuration) is { } section) throw new StartupException(section);
        if (MisspeltVariable((IConfigurationRoot)app.Configuration) is { } variable) throw new StartupException(variable);
        if (Unknown(app.Configuration) is { } unknown) throw new StartupException(unknown);
        if (Listening.Problem(app.Configuration[WebHostDefaults.ServerUrlsKey]) is { } address) throw new StartupException(address);
        if (app.Services.GetRequiredService<IOptions<DatabaseOptions>>().Value.Problem() is { } problem) throw new StartupException(problem);
        if (app.Services.GetRequiredService<IOptions<AssistantOptions>>().Value.Problem() is { } model) throw new StartupException(model);
        CheckValues(app.Services);
    }

    private static string? Unknown(IConfiguration configuration) => (
        from section in Known
        from setting in configuration.GetSection(section.Key).GetChildren()
        where !section.Value.Contains(setting.Key, StringComparer.OrdinalIgnoreCase)
        select $"the setting “{section.Key}:{setting.Key}” is not known. " + (section.Value.Length == 0
            ? $"This version has no settings under {section.Key}."
            : $"Under {section.Key} there are: {string.Join(", ", section.Value)}.")).FirstOrDefault();

    /// <summary>Only files are ours alone; the environment is full of other programs' variables.</summary>
    private static string? UnknownSection(IConfigurationRoot configuration) => (
        from file in configuration.Providers.OfType<JsonConfigurationProvider>()
        from key in file.GetChildKeys([], null).Distinct(StringComparer.OrdinalIgnoreCase)
        where !Known.ContainsKey(key) && !Frameworks.Contains(key, StringComparer.OrdinalIgnoreCase)
        select $"the setting “{key}” in {file.Source.Path} is not known. There are: {string.Join(", ", Known.Keys.Concat(Frameworks).Order(StringComparer.Ordinal))}.").FirstOrDefault();

    /// <summary>A variable with two underscores whose beginning is nearly a section of ours was meant for us.</summary>
    private static string? MisspeltVariable(IConfigurationRoot configuration) => (
        from environment in configuration.Providers.OfType<EnvironmentVariablesConfigurationProvider>()
        from section in environment.GetChildKeys([], null).Distinct(StringComparer.OrdinalIgnoreCase)
        where !Known.ContainsKey(section)
        from setting in environment.GetChildKeys([], section)
        from meant in Known.Keys
        where Spelling.IsNearly(section, meant)
        select $"the variable “{section}__{setting}” is not known. Did you mean “{meant}__{setting}”?").FirstOrDefault();

    private static void CheckValues(IServiceProvider services)
    {
        try
        {
            services.GetService<IStartupValidator>()?.Validate();
        }
        catch (OptionsValidationException e)
        {
            throw new StartupException(string.Join(' ', e.Failures), e);
        }
        catch (InvalidOperationException e)
        {
            var allowed = Types.FirstOrDefault(t => e.Message.Contains($"'{t.Key}'", StringComparison.Ordinal)).Value;
            throw new StartupException(e.Message + (allowed is null ? "" : $" It is {allowed}."), e);
        }
    }

    private static string[] Of<TOptions>() => [.. typeof(TOptions).GetProperties().Where(p => p.SetMethod is { IsPublic: true } || p.PropertyType.IsGenericType).Select(p => p.Name)];
}
