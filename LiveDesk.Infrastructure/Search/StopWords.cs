using System.Collections.Frozen;

namespace LiveDesk.Infrastructure.Search;

/// <summary>Words that say nothing about what a question is about (English and German, folded). Only questions drop them; the index keeps every word.</summary>
internal static class StopWords
{
    private static readonly FrozenSet<string> All = """
        a about after again all also always am an and any anybody anyone are as ask at be because been before being best but by can cannot could day dear did do does doing done dont each
        else even ever every for from get gets getting give go goes going good got had has have having he hello help her here hey hi him his hope how however i if im in into is isnt it its ive just
        keep kind know let like ll look looking lot made make many may maybe me might more most much must my name need needs never no not nothing now of off ok on once one only or
        other our out over please possible problem question quite re really regards s same say see seem seems she should since so some somebody someone something sorry still such sure t take team tell than thank thanks that thats
        the their them then there these they thing things think this those though time to today told too tried try trying two under until up us use using ve very want wanted was way we well were what whats when
        where whether which while who why will with without wont work works would yes yesterday yet you your yours
        aber alle allem allen alles als also am an auch auf aus bei bin bis bitte da damit danke dann das dass dein dem den denn der des die dies diese diesem diesen dieser dieses doch du durch ein eine einem einen einer
        eines er es etwas euch frage fur ganz geht gibt gruss grusse habe haben hallo hat hatte hier hilfe ich ihm ihn ihnen ihr ihre ihren im immer in ist ja jetzt kann kein keine keinen konnen konnte man mehr mein meine
        meinem meinen meiner mich mir mit mochte muss nach nicht nichts noch nun nur ob oder ohne schon sehr sein seine seit sich sie sind so soll uber um und uns unser unsere unter viel vielen vom von vor wann war
        warum was weil wenn wer werden wie wieder will wir wird wo wurde zu zum zur
        """.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries).ToFrozenSet(StringComparer.Ordinal);

    public static bool Contains(string word) => All.Contains(word);
}
