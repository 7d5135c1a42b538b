"""Words that decide the significance of an edit, in several languages.

The languages share each set, because a word of one rarely misleads in another. The summary of a
change uses the sets too, so a new word also changes what people read of an edit. No word is both a
connective and an operative word.
"""

import re


def _split_words(*texts: str) -> frozenset[str]:
    return frozenset(word for text in texts for word in text.split())


OPERATIVE_WORDS = _split_words(
    # negation, permission, duty, limits; en, fr, de, sv, zh
    "not no never none nor without unless except only must shall may can cannot will would should "
    "required require requires optional prohibited permitted allowed entitled least most maximum "
    "minimum before after until within all any each every both either neither or and up over under "
    "above below less more than free paid opt in out consent waive waiver",
    "ne pas non jamais aucun aucune sans sauf seulement uniquement doit doivent devez peut peuvent "
    "pouvez interdit autorisé obligatoire moins plus maximum minimum avant après tous toute toutes "
    "ou et consentement",
    "nicht kein keine keinen keiner nie ohne außer nur muss müssen darf dürfen kann können soll "
    "sollen verboten erlaubt mindestens höchstens vor nach bis alle jede jeder oder und "
    "einwilligung",
    "inte ej ingen inga aldrig utan endast måste får kan ska skall minst högst före efter alla "
    "eller och samtycke",
    "不 无 非 未 必 须 可 应 禁 止 仅 或 和 及 同 意",
)

CONNECTIVES = _split_words(
    "a an the this that these those of to for by with as at on from is are be been also such "
    "please however therefore thus then so s",
    "le la les l un une des du de d au aux ce cet cette ces en à par pour",
    "der die das den dem des ein eine einen einem einer zu zur zum bitte auch",
    "en ett den det de att som",
    "的 了 也 将 会 其 此",
)

DIRECTION_WORDS = _split_words(
    "to from by for with on", "à par pour de du des", "zu zur zum", "till från av"
)
"""Connectives that tell who does something to whom."""

REFERENCE_WORDS = _split_words(
    "section sections clause clauses article articles paragraph paragraphs annex appendix exhibit "
    "schedule part chapter item § §§",
    "articles paragraphe annexe chapitre point partie rubrique",
    "abschnitt abschnitte ziffer ziffern artikel absatz anhang kapitel nr punkt",
    "avsnitt punkt bilaga stycke",
    "第 条 章 节 款",
)

THANKS_SECTION = re.compile(
    r"acknowledg|hall of fame|credits|special thanks|remerciements|danksagung|tack till|致谢",
    re.IGNORECASE,
)
"""Headings of sections that thank people: the names there bind no one."""
