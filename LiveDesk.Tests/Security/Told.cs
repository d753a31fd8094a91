using System.Collections;
using System.Globalization;
using System.Reflection;
using System.Security.Cryptography;
using System.Text;

namespace LiveDesk.Tests.Security;

/// <summary>An answer as text: everything that it tells, in one order. JSON would leave out fields, and does not take every key of a dictionary.</summary>
internal static class Told
{
    private const int Deepest = 12;

    public static string By(object? answer)
    {
        var text = new StringBuilder();
        Write(text, answer, 0);
        return text.ToString();
    }

    private static void Write(StringBuilder text, object? value, int depth)
    {
        if (depth > Deepest) throw new InvalidOperationException($"An answer goes round in circles, or is deeper than {Deepest}: {text.ToString()[^200..]}");
        switch (value)
        {
            case null: text.Append("nothing"); break;
            case string words: text.Append('“').Append(words).Append('”'); break;
            case DateTimeOffset at: text.Append(at.UtcDateTime.ToString("O", CultureInfo.InvariantCulture)); break;
            case byte[] bytes: text.Append(Convert.ToHexStringLower(SHA256.HashData(bytes))); break;
            case Stream stream: using (stream) text.Append(Convert.ToHexStringLower(SHA256.HashData(stream))); break;
            case IFormattable plain: text.Append(plain.ToString(null, CultureInfo.InvariantCulture)); break;
            case bool yes: text.Append(yes); break;
            case IDictionary or IEnumerable when IsSet(value): List(text, ((IEnumerable)value).Cast<object?>().Select(x => Sorted(x, depth)).Order(StringComparer.Ordinal)); break;
            case IEnumerable many: Grouping(text, value); List(text, many.Cast<object?>().Select(x => Sorted(x, depth))); break;
            default: Whole(text, value, depth); break;
        }
    }

    /// <summary>In these the order says nothing.</summary>
    private static bool IsSet(object value) => value is IDictionary || value.GetType().GetInterfaces().Any(i => i.IsGenericType && (i.GetGenericTypeDefinition() == typeof(IReadOnlySet<>) || i.GetGenericTypeDefinition() == typeof(ILookup<,>)));

    private static void Grouping(StringBuilder text, object value)
    {
        if (value.GetType().GetInterfaces().FirstOrDefault(i => i.IsGenericType && i.GetGenericTypeDefinition() == typeof(IGrouping<,>)) is { } grouping) text.Append(grouping.GetProperty("Key")!.GetValue(value)).Append(": ");
    }

    private static string Sorted(object? item, int depth)
    {
        var text = new StringBuilder();
        Write(text, item, depth + 1);
        return text.ToString();
    }

    private static void List(StringBuilder text, IEnumerable<string> items) => text.Append('[').AppendJoin(",\n", items).Append(']');

    private static void Whole(StringBuilder text, object value, int depth)
    {
        const BindingFlags shown = BindingFlags.Public | BindingFlags.Instance;
        var type = value.GetType();
        text.Append(type.Name).Append('{');
        foreach (var field in type.GetFields(shown)) Named(field.Name, field.GetValue(value));
        foreach (var property in type.GetProperties(shown).Where(p => p.CanRead && p.GetIndexParameters().Length == 0)) Named(property.Name, property.GetValue(value));
        text.Append('}');

        void Named(string name, object? told)
        {
            text.Append(' ').Append(name).Append('=');
            Write(text, told, depth + 1);
        }
    }
}
