using System.Runtime.CompilerServices;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Microsoft.JSInterop;

namespace LiveDesk.Web.Live;

/// <summary>What the framework keeps for every open screen and nobody needs.</summary>
internal static class CircuitMemory
{
    /// <summary>
    /// Each circuit has JSON options of its own, and describes in them every interface of every type that it gives to a script, to see
    /// whether one of them is polymorphic: for an int these are 30. Saves 30 to 40 KB a screen.
    /// </summary>
    public static IServerSideBlazorBuilder SpareMemory(this IServerSideBlazorBuilder builder)
    {
        var scripts = builder.Services.Last(s => s.ServiceType == typeof(IJSRuntime));
        var type = scripts.ImplementationType ?? throw new InvalidOperationException("The framework makes its script runtime in another way now: look at what SpareMemory can still save.");
        builder.Services.Add(new ServiceDescriptor(typeof(IJSRuntime), provider =>
        {
            var runtime = (JSRuntime)ActivatorUtilities.CreateInstance(provider, type);
            OptionsOf(runtime).TypeInfoResolver = new ScriptTypes();
            return runtime;
        }, scripts.Lifetime));
        return builder;
    }

    [UnsafeAccessor(UnsafeAccessorKind.Method, Name = "get_JsonSerializerOptions")]
    private static extern JsonSerializerOptions OptionsOf(JSRuntime runtime);

    /// <summary>As the framework does it, but for what numbers and texts can do: nothing of ours is polymorphic by that.</summary>
    private sealed class ScriptTypes : IJsonTypeInfoResolver
    {
        private static readonly DefaultJsonTypeInfoResolver Reflected = new();

        public JsonTypeInfo? GetTypeInfo(Type type, JsonSerializerOptions options) =>
            type is { IsInterface: true, Namespace: "System" or "System.Numerics" or "System.Runtime.Serialization" } ? null : Reflected.GetTypeInfo(type, options);
    }
}
