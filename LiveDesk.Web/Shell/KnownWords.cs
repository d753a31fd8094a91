using System.Collections.Concurrent;
using System.Globalization;
using Microsoft.Extensions.Localization;

namespace LiveDesk.Web.Shell;

/// <summary>The words of the resources, each looked up once in a language: the framework takes a lock for each word on each screen, for which hundreds of screens wait.</summary>
internal sealed class KnownWords(ResourceManagerStringLocalizerFactory resources) : IStringLocalizerFactory
{
    private readonly ConcurrentDictionary<Type, IStringLocalizer> _byType = new();

    public IStringLocalizer Create(Type resourceSource) => _byType.GetOrAdd(resourceSource, type => new Words(resources.Create(type)));

    public IStringLocalizer Create(string baseName, string location) => resources.Create(baseName, location);

    private sealed class Words(IStringLocalizer resources) : IStringLocalizer
    {
        private readonly ConcurrentDictionary<CultureInfo, ConcurrentDictionary<string, LocalizedString>> _known = new();

        public LocalizedString this[string name]
        {
            get
            {
                var known = _known.GetOrAdd(CultureInfo.CurrentUICulture, _ => new(StringComparer.Ordinal));
                if (known.TryGetValue(name, out var word)) return word;
                word = resources[name];
                // A name that there is not may have come from anywhere.
                if (!word.ResourceNotFound) known[name] = word;
                return word;
            }
        }

        public LocalizedString this[string name, params object[] arguments]
        {
            get
            {
                var format = this[name];
                return new LocalizedString(name, string.Format(CultureInfo.CurrentCulture, format.Value, arguments), format.ResourceNotFound, format.SearchedLocation);
            }
        }

        public IEnumerable<LocalizedString> GetAllStrings(bool includeParentCultures) => resources.GetAllStrings(includeParentCultures);
    }
}
