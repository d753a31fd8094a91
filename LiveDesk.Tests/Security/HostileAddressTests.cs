using System.Reflection;
using LiveDesk.Tests.Infrastructure;
using Microsoft.AspNetCore.Components;

namespace LiveDesk.Tests.Security;

/// <summary>What pages read from their address, where anybody may have written anything.</summary>
public sealed class HostileAddressTests
{
    private static IEnumerable<PropertyInfo> Parameters => typeof(Program).Assembly.GetTypes()
        .SelectMany(t => t.GetProperties(BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic))
        .Where(p => p.GetCustomAttribute<SupplyParameterFromQueryAttribute>() is not null);

    /// <summary>A parameter of another type breaks the page when something else stands in the address.</summary>
    [Fact]
    public void Whatever_stands_in_the_address_is_taken_as_text() =>
        Assert.All(Parameters, p => Assert.True(p.PropertyType == typeof(string), $"{p.DeclaringType}.{p.Name}"));
}
