using System.Collections.Frozen;
using System.Reflection;
using System.Reflection.Emit;
using System.Reflection.Metadata;
using System.Reflection.Metadata.Ecma335;
using System.Reflection.PortableExecutable;

namespace LiveDesk.Tests.Architecture;

/// <summary>One call in compiled code.</summary>
/// <param name="Caller">Full name of the outermost type it stands in: lambdas and async bodies count as their author's.</param>
/// <param name="Callee">Full name of the type that declares the method, without type arguments.</param>
/// <param name="Method"><c>.ctor</c> for a construction.</param>
public sealed record Call(string Caller, string Callee, string Method)
{
    public override string ToString() => $"{Caller} calls {Callee}.{Method}";
}

/// <summary>Reads every call, construction and method reference from an assembly's IL: what the compiler made, so nothing hides in a lambda.</summary>
public static class CallReader
{
    private static readonly FrozenDictionary<int, OpCode> OpCodesByValue = typeof(OpCodes).GetFields(BindingFlags.Public | BindingFlags.Static)
        .Select(f => (OpCode)f.GetValue(null)!).ToFrozenDictionary(o => (int)(ushort)o.Value);

    public static IReadOnlyList<Call> CallsIn(Assembly assembly)
    {
        using var file = new PEReader(File.OpenRead(assembly.Location));
        var reader = file.GetMetadataReader();
        return [.. reader.MethodDefinitions.SelectMany(h => CallsIn(file, reader, reader.GetMethodDefinition(h))).Distinct()];
    }

    private static IEnumerable<Call> CallsIn(PEReader file, MetadataReader reader, MethodDefinition method)
    {
        if (method.RelativeVirtualAddress == 0) return [];
        var caller = NameOf(reader, Outermost(reader, method.GetDeclaringType()));
        var body = file.GetMethodBody(method.RelativeVirtualAddress).GetILReader();
        return MethodTokens(body).Select(token => CalleeOf(reader, token)).OfType<(string Type, string Method)>().Select(c => new Call(caller, c.Type, c.Method)).ToList();
    }

    private static List<EntityHandle> MethodTokens(BlobReader body)
    {
        var found = new List<EntityHandle>();
        while (body.RemainingBytes > 0)
        {
            int value = body.ReadByte();
            if (value == 0xFE) value = 0xFE00 | body.ReadByte();
            var operand = OpCodesByValue[value].OperandType;
            if (operand is OperandType.InlineMethod) found.Add(MetadataTokens.EntityHandle(body.ReadInt32()));
            else body.Offset += SizeOf(operand, body);
        }
        return found;
    }

    private static int SizeOf(OperandType operand, BlobReader at) => operand switch
    {
        OperandType.InlineNone => 0,
        OperandType.ShortInlineBrTarget or OperandType.ShortInlineI or OperandType.ShortInlineVar => 1,
        OperandType.InlineVar => 2,
        OperandType.InlineI8 or OperandType.InlineR => 8,
        OperandType.InlineSwitch => 4 + 4 * at.ReadInt32(),
        _ => 4,
    };

    private static (string Type, string Method)? CalleeOf(MetadataReader reader, EntityHandle token) => token.Kind switch
    {
        HandleKind.MethodSpecification => CalleeOf(reader, reader.GetMethodSpecification((MethodSpecificationHandle)token).Method),
        HandleKind.MethodDefinition => Defined(reader, reader.GetMethodDefinition((MethodDefinitionHandle)token)),
        HandleKind.MemberReference => Referenced(reader, reader.GetMemberReference((MemberReferenceHandle)token)),
        _ => null,
    };

    private static (string, string) Defined(MetadataReader reader, MethodDefinition method) =>
        (NameOf(reader, method.GetDeclaringType()), reader.GetString(method.Name));

    private static (string, string)? Referenced(MetadataReader reader, MemberReference member) =>
        TypeName(reader, member.Parent) is { } type ? (type, reader.GetString(member.Name)) : null;

    private static string? TypeName(MetadataReader reader, EntityHandle type) => type.Kind switch
    {
        HandleKind.TypeDefinition => NameOf(reader, (TypeDefinitionHandle)type),
        HandleKind.TypeReference => NameOf(reader, (TypeReferenceHandle)type),
        HandleKind.TypeSpecification => GenericName(reader, (TypeSpecificationHandle)type),
        HandleKind.MethodDefinition => NameOf(reader, reader.GetMethodDefinition((MethodDefinitionHandle)type).GetDeclaringType()),
        _ => null,
    };

    private static string? GenericName(MetadataReader reader, TypeSpecificationHandle handle)
    {
        var signature = reader.GetBlobReader(reader.GetTypeSpecification(handle).Signature);
        if (signature.ReadSignatureTypeCode() is not SignatureTypeCode.GenericTypeInstance) return null;
        signature.ReadByte(); // class or value type
        return TypeName(reader, signature.ReadTypeHandle());
    }

    private static TypeDefinitionHandle Outermost(MetadataReader reader, TypeDefinitionHandle type)
    {
        while (reader.GetTypeDefinition(type).GetDeclaringType() is { IsNil: false } outer) type = outer;
        return type;
    }

    private static string NameOf(MetadataReader reader, TypeDefinitionHandle handle)
    {
        var type = reader.GetTypeDefinition(handle);
        var name = reader.GetString(type.Name);
        return type.GetDeclaringType() is { IsNil: false } outer ? $"{NameOf(reader, outer)}+{name}" : Full(reader.GetString(type.Namespace), name);
    }

    private static string NameOf(MetadataReader reader, TypeReferenceHandle handle)
    {
        var type = reader.GetTypeReference(handle);
        var name = reader.GetString(type.Name);
        return type.ResolutionScope.Kind is HandleKind.TypeReference ? $"{NameOf(reader, (TypeReferenceHandle)type.ResolutionScope)}+{name}" : Full(reader.GetString(type.Namespace), name);
    }

    private static string Full(string space, string name) => space.Length == 0 ? name : $"{space}.{name}";
}
