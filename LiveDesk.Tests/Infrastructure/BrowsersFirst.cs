using LiveDesk.Tests.Infrastructure;
using Xunit.Abstractions;

[assembly: TestCollectionOrderer("LiveDesk.Tests.Infrastructure.BrowsersFirst", "LiveDesk.Tests")]

namespace LiveDesk.Tests.Infrastructure;

/// <summary>The two longest collections begin the run, beside all the short ones: begun last, each would be alone on two cores.</summary>
public sealed class BrowsersFirst : ITestCollectionOrderer
{
    private static readonly string[] Long = [InBrowser.Name, InBrowserWriting.Name];

    public IEnumerable<ITestCollection> OrderTestCollections(IEnumerable<ITestCollection> testCollections) =>
        testCollections.OrderBy(c => Array.IndexOf(Long, c.DisplayName) is var at && at < 0 ? Long.Length : at).ThenBy(c => c.DisplayName, StringComparer.Ordinal);
}
