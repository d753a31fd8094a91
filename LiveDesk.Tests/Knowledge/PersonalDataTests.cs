using LiveDesk.Domain;
using LiveDesk.Infrastructure.Knowledge;
using Xunit;

namespace LiveDesk.Tests.Knowledge;

public sealed class PersonalDataTests
{
    [Theory]
    [InlineData("write to jürgen.o'x+y@mail.müller.example now", PersonalDataKind.Email)]
    [InlineData("call +43 (0)660 / 123 45 67", PersonalDataKind.Phone)]
    [InlineData("call 0660 1234567", PersonalDataKind.Phone)]
    [InlineData("call 555-867-5309", PersonalDataKind.Phone)]
    [InlineData("pay to AT61 1904 3002 3457 3201 please", PersonalDataKind.Iban)]
    [InlineData("pay with 4111 1111 1111 1111", PersonalDataKind.Card)]
    [InlineData("host 10.0.0.12 is down", PersonalDataKind.IpAddress)]
    [InlineData("host 2001:db8:0:1::7 is down", PersonalDataKind.IpAddress)]
    [InlineData("key ABCD1-23EFG-4567H-IJKL8", PersonalDataKind.LicenceKey)]
    [InlineData("DIAZ was here", PersonalDataKind.Name)]
    public void It_is_found(string text, PersonalDataKind kind) => Assert.Equal(kind, Assert.Single(PersonalData.Find(text, ["Carla Diaz"])).Kind);

    [Theory]
    [InlineData("Press 1, then 22, then 333 for 24 hours on 2026-03-14 at 10:30.")]
    [InlineData("Error 0x80070005 in version 10.0.14 on page 1234")]
    [InlineData("Order 4111 1111 1111 1112 has a wrong check digit")]
    [InlineData("A diazepam tablet and a car laid flat")]
    [InlineData("AC-LOSS and E-100 are words on a display")]
    public void It_is_not_personal(string text) => Assert.Empty(PersonalData.Find(text, ["Carla Diaz"]));

    [Fact]
    public void Redacting_leaves_the_sentence_and_takes_the_person() =>
        Assert.Equal("[name] ([e-mail]) cannot log in.", PersonalData.Redact("Carla Diaz (carla@example.com) cannot log in.", ["Carla Diaz"]));

    [Theory]
    [InlineData("1 ")]
    [InlineData("a@")]
    [InlineData("AAAA-")]
    [InlineData("1.1.")]
    [InlineData("AT61 ")]
    [InlineData("ff:")]
    public void Threat_29_the_longest_hostile_text_that_there_can_be_takes_a_second(string piece)
    {
        var text = string.Concat(Enumerable.Repeat(piece, Limits.Article / piece.Length));
        var taken = ProcessorTime.Of(() => PersonalData.Redact(text, ["Carla"]));
        Assert.True(taken < TimeSpan.FromSeconds(1), $"{piece} took {taken}");
    }
}
