"""Sentences instead of commands, through the real app: answered, or offered as one button."""

from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest

from bot.slack.listeners.clause_words import find_clause_by_words, load_clause_words
from bot.slack.listeners.request_options import (
    find_export,
    find_export_options,
    find_mute_end,
    find_schedule,
    find_settings,
    find_since,
    find_watch_options,
    find_zone,
)
from bot.slack.listeners.request_words import (
    begins_question,
    fold_word,
    list_phrases,
    read_request_words,
    split_words,
)
from clausewatch.provisions.taxonomy_files import load_taxonomy
from tests.bot.block_rules import assert_blocks
from tests.bot.team import Team, assert_answer, open_team

NO_CHANGE = "No changes recorded"


@pytest.fixture
async def team(tmp_path: Path) -> AsyncIterator[Team]:
    """A team that watches Brillo; every message it gets must be valid."""
    async with open_team(tmp_path) as new_team:
        await new_team.types("watch brillo")
        yield new_team
        for shown in new_team.seen:
            assert_blocks(shown.blocks)


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("whats new w/ brillo?", f"{NO_CHANGE} for Brillo"),
        ("anything from brillo in the last 2 wks", f"{NO_CHANGE} for Brillo since 16 Feb"),
        ("did brillo change its tos recently", f"{NO_CHANGE} for Brillo"),
        ("was gibt es neues bei brillo?", f"{NO_CHANGE} for Brillo"),
        ("quelles sont les nouveautés de brillo", f"{NO_CHANGE} for Brillo"),
        ("qué cambió esta semana", f"{NO_CHANGE} on this channel's watchlist"),
        ("anything i need to review?", "Nothing to review in this channel"),
        ("reviews that are overdue", "Nothing to review in this channel"),
        ("whats on my plate", "Nothing to review in this channel"),
        ("assign this to maria", "Nothing to review in this channel"),
        ("show me everything we track", "Watchlist for this channel"),
        ("which vendors do we follow", "Watchlist for this channel"),
        ("welche anbieter überwachen wir", "Watchlist for this channel"),
        ("zeig mir brillo", "Brillo: 2 documents"),
        ("does brillo link to other sites", "Brillo: No responsibility for third-party sites"),
        ("toon brillo", "Brillo: 2 documents"),
        ("todos los proveedores", "Watchlist for this channel"),
        ("too many alerts", "Settings for this channel"),
        ("who reviewed the brillo change", "No review decisions for Brillo"),
        ("who uses aws", "lists aws as a subprocessor"),
        ("do any of our vendors use openai", "lists openai as a subprocessor"),
        ("¿quién usa aws?", "lists aws as a subprocessor"),
        ("qué proveedores usan aws", "lists aws as a subprocessor"),
        ("welche anbieter nutzen aws", "lists aws as a subprocessor"),
        ("what does brillo say about subprocessors", "No subprocessor list of Brillo"),
        ("is brillo allowed to train on our stuff", "Brillo: AI model training"),
        ("can we opt out of arbitration with brillo", "Brillo: Mandatory arbitration"),
        ("which of our vendors train on our data", "AI model training"),
        ("compare arbitration between brillo and pixelgarten", "Mandatory arbitration"),
        ("difference between brillo and pixelgarten on training", "AI model training"),
        ("how do i get rid of brillo", "/policy unwatch"),
        ("how do i add a vendor that isn't in your list", "/policy watch"),
        ("brillo link is broken", "/policy address"),
        ("hilfe", "/policy help watch"),
        ("??", "/policy help watch"),
        ("post these in another channel", "Settings for this channel"),
        ("dont send digests", "You can't turn the digest off"),
        ("show me everything that changed in october", f"{NO_CHANGE} on this channel's watchlist"),
        ("which tools use aws as a subprocessor?", "lists aws as a subprocessor"),
        ("compare brillo and pixelgarten on arbitration", "Not reviewed yet: Brillo, Pixelgarten"),
        ("compare brillo vs pixelgarten ai training", "Not reviewed yet: Brillo, Pixelgarten"),
        ("compare how brillo and pixelgarten handle arbitration", "reviewed yet: Brillo, Pixel"),
        # names that no platform has are not dropped
        ("compare zoomy and figmo on ai training", "Not recognised as a platform: zoomy figmo."),
        ("compare brillo and acme corp on arbitration", "Not recognised as a platform: acme corp."),
        (
            "compare figmo, brillo on arbitration",
            "yet: Brillo.\nNot recognised as a platform: figmo.",
        ),
        ("difference between brillo & grillo on training", "Not recognised as a platform: grillo."),
        ("vergleiche brillo und figmo bei arbitration", "Not recognised as a platform: figmo."),
        ("compare zoomy on ai training", "Not recognised as a platform: zoomy."),
        (
            "compare arbitration and class action for brillo",
            "Not recognised as a platform: arbitration.",
        ),
        # platforms without a clause type
        ("compare brillo pixelgarten", "Which clause type?"),
        ("difference between brillo and pixelgarten", "Which clause type?"),
        ("brillo vs pixelgarten?", "Which clause type?"),
        ("vergleiche brillo mit pixelgarten", "Which clause type?"),
        ("how do i stop getting pinged about brillo?", "/policy mute <platform|all>"),
        ("difference brillo vs pixelgarten refunds", "Not reviewed yet: Brillo, Pixelgarten"),
        ("compare brillo/pixelgarten: data retention", "Not reviewed yet: Brillo, Pixelgarten"),
        ("zeige mir die änderungen von brillo seit letzter woche", f"{NO_CHANGE} for Brillo since"),
        ("do you support brillo?", "I monitor the policies your team relies on"),
        ("how often do you check?", "every six hours by default"),
        ("is brillo on mute?", "Nothing is muted in this channel"),
        ("est-ce que brillo est en pause ?", "Nothing is muted in this channel"),
        ("list all vendors in this workspace", "Watchlist for this workspace"),
        ("subprocesors of brillo", "No subprocessor list of Brillo"),
        ("is there anything open for me", "Nothing to review in this channel"),
        ("brillo changed their url, it's now elsewhere", "Update the URL of a document"),
        ("whats this thing", "I monitor the policies your team relies on"),
        ("was kannst du?", "I monitor the policies your team relies on"),
        ("what is this bot for", "I monitor the policies your team relies on"),
        ("why did i get this alert?", "/policy help watch"),
        ("list everything", "Watchlist for this workspace"),
        ("open CW-C-000777", "I can't find that change"),
        ("does brillo own the images i make?", "Brillo: Ownership of user content"),
        # questions about the state change nothing
        ("did you mute brillo?", "Nothing is muted in this channel"),
        ("is brillo muted?", "Nothing is muted in this channel"),
        ("hast du brillo stummgeschaltet?", "Nothing is muted in this channel"),
        ("why are you watching brillo?", "Brillo: 2 documents"),
        ("did someone remove brillo?", "Brillo: 2 documents"),
        ("avez-vous retiré brillo ?", "Brillo: 2 documents"),
        # what is not to be done is not done
        ("please don't mute brillo", "Nothing is muted in this channel"),
        ("do not mute brillo", "Nothing is muted in this channel"),
        ("don't check brillo", "Brillo: 2 documents"),
        ("verwijder brillo niet", "Brillo: 2 documents"),
        # clause types in other languages
        ("wer verkauft unsere daten?", "Sale of personal data"),
        ("verkauft brillo meine daten?", "Brillo: Sale of personal data"),
        ("¿brillo vende mis datos?", "Brillo: Sale of personal data"),
        ("brillo vende os meus dados?", "Brillo: Sale of personal data"),
        ("verkoopt brillo onze gegevens?", "Brillo: Sale of personal data"),
        ("brillo vende i nostri dati?", "Brillo: Sale of personal data"),
        ("est-ce que brillo entraîne une ia avec nos données ?", "Brillo: AI model training"),
        ("gibt es bei brillo ein schiedsverfahren?", "Brillo: Mandatory arbitration"),
        ("combien de temps brillo garde nos données ?", "Brillo: Data retention"),
    ],
)
async def test_a_sentence_that_only_asks_is_answered(team: Team, typed: str, said: str) -> None:
    """The person gets the answer of the command that the sentence means."""
    await assert_answer(team, typed, said)


@pytest.mark.parametrize(
    ("typed", "line"),
    [
        ("pls add brillo + pixelgarten, only high sev", "watch Brillo, Pixelgarten min:high"),
        ("keep an eye on pixelgarten for us, weekly is fine", "watch Pixelgarten deliver:weekly"),
        ("new vendor: pixelgarten. can you add it", "watch Pixelgarten"),
        ("we just signed with pixelgarten, put it on the list", "watch Pixelgarten"),
        ("überwache bitte pixelgarten", "watch Pixelgarten"),
        ("acompanhe pixelgarten por favor", "watch Pixelgarten"),
        ("bitte füge brillo und pixelgarten hinzu", "watch Brillo, Pixelgarten"),
        ("we dropped brillo, you can forget it", "unwatch Brillo"),
        ("remove brillo from here", "unwatch Brillo"),
        ("take brillo off", "unwatch Brillo"),
        ("arrête de surveiller brillo", "unwatch Brillo"),
        ("arrête de suivre brillo", "unwatch Brillo"),
        ("please start tracking brillo, send it weekly", "watch Brillo deliver:weekly"),
        ("watch brillo but only its cookies", "watch Brillo docs:cookies"),
        ("pls stop alerts for brillo till monday", 'mute Brillo for:"until monday"'),
        ("shut up about brillo for a month", 'mute Brillo for:"a month"'),
        ("stummschalten brillo bis freitag", 'mute Brillo for:"until freitag"'),
        ("mute all alerts over the weekend", 'mute all for:"until monday"'),
        ("mute everything this weekend", 'mute all for:"until monday"'),
        ("wake up brillo again", "unmute Brillo"),
        ("put brillo on mute for 2 weeks", 'mute Brillo for:"2 weeks"'),
        ("mets brillo en pause pendant 2 semaines", 'mute Brillo for:"2 weeks"'),
        ("zet brillo op stil voor 2 weken", 'mute Brillo for:"2 weeks"'),
        ("arrête les alertes de brillo pendant 3 jours", 'mute Brillo for:"3 days"'),
        ("i want alerts for high severity only", "settings min:high"),
        ("remind me about deadlines 10 days before", "settings deadlines:10"),
        ("remind us 30 and 7 days before a deadline", "settings deadlines:30,7"),
        ("send the weekly summary on friday 4pm", "digest weekly friday 4pm"),
        ("please put our time zone to berlin", "settings zone:berlin"),
        ("only tell me about high stuff", "settings min:high"),
        ("watch pixelgarten with terms and privacy only", "watch Pixelgarten docs:terms,privacy"),
        ("watch pixelgarten only for ai training", "watch Pixelgarten clauses:ai_training"),
    ],
)
async def test_a_sentence_that_changes_something_is_offered(
    team: Team, typed: str, line: str
) -> None:
    """One button with the command; nothing is changed before it is pressed."""
    answer = await assert_answer(team, typed, f"Did you mean /policy {line}?")
    done = await team.presses(answer, "Yes, do this")
    assert done
    assert not any("Something went wrong" in shown.plain for shown in done)


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("watch unheard of vendor limited", "I don't have “unheard of vendor limited”"),
        ("show brillo ai training", "Brillo: AI model training"),
        ("mute brillo for:soon", "isn't a period"),
        ("be nice to everyone in this channel", "I don't recognise"),
        ("our new intern asked a question", "I don't recognise"),
        ("how much wood would a woodchuck chuck", "I don't recognise"),
    ],
)
async def test_what_means_nothing_certain_is_not_guessed(team: Team, typed: str, said: str) -> None:
    """A command stays a command, and a sentence about something else gets the help."""
    (answer,) = await team.types(typed)
    assert said in answer.plain


async def test_a_long_sentence_reads_the_watchlist_once(
    team: Team, monkeypatch: pytest.MonkeyPatch
) -> None:
    """However many verbs its words may mean."""
    calls = []
    find_in_channel = type(team.store.watches).find_in_channel

    async def count(*arguments: Any) -> Any:  # noqa: ANN401
        calls.append(arguments)
        return await find_in_channel(*arguments)

    monkeypatch.setattr(type(team.store.watches), "find_in_channel", count)
    words = "so much to watch, compare, mute, export, drop and show lately about pixelgarten"
    (answer,) = await team.types(words)
    assert answer.kind == "answer"
    assert len(calls) == 1


def test_the_tables_hold_folded_words() -> None:
    """Texts are compared folded, and no table is empty."""
    for table, phrases in read_request_words().items():
        assert phrases, table
        for phrase in phrases:
            assert tuple(map(fold_word, phrase)) == phrase, (table, phrase)


@pytest.mark.parametrize(
    ("text", "verb"),
    [
        ("stop watching zoom", "unwatch"),
        ("start watching zoom", "watch"),
        ("don't watch zoom", "unwatch"),
        ("don't stop watching zoom", "watch"),
        ("don't alert me about zoom", "mute"),
        ("don't forget to add zoom", "watch"),
        ("we don't use zoom, remove it", "unwatch"),
        ("zoom nicht mehr beobachten", "unwatch"),
        ("i don't want to follow zoom anymore", None),
        ("please don't mute zoom", None),
        ("don't change the time zone to berlin", None),
        ("zoom nicht stummschalten", None),
        ("verwijder zoom niet", None),
        ("ne supprime pas zoom", None),
        ("cesse de surveiller zoom", None),
        ("arrête de suivre zoom", "unwatch"),
        ("deja de seguir zoom", "unwatch"),
        ("deixe de seguir zoom", None),
        ("give me a csv of all reviews", "export"),
        ("no elimina zoom", None),
        ("não remova zoom", None),
        ("non silenziare zoom", None),
        ("don't alert me", "mute"),
        ("the terms change too often", None),
        ("can they change the terms", None),
    ],
)
def test_the_longest_phrase_names_the_verb(text: str, verb: str | None) -> None:
    """`stop watching` is not `watching`, and what is negated or a bare `change` names nothing."""
    phrases = list_phrases([fold_word(word) for word in split_words(text)])
    assert (phrases[0].verb if phrases else None) == verb


def test_options_of_sentences() -> None:
    """Periods, days, severities, schedules, zones and formats."""
    assert find_since("since last monday", ()) == {"since": "last monday"}
    assert find_since("this quarter", ()) == {"since": "91d"}
    assert find_since("which of them changed in november", ()) == {
        "since": "november",
        "until": "november",
    }
    assert find_since("", ("les", "2", "dernieres", "semaines")) == {"since": "14d"}
    assert find_since("", ("le", "mois", "dernier")) == {"since": "30d"}
    assert find_since("", ("letzte", "woche")) == {"since": "7d"}
    assert find_since("", ("una", "semana", "laboral")) == {}
    assert find_mute_end("", ("fur", "1", "tag")) == {"for": "1 day"}
    assert find_mute_end("", ("2", "settimane")) == {}
    assert find_mute_end("for the next month", ()) == {"for": "the next month"}
    assert find_mute_end("mute zoom until next tuesday please", ()) == {"for": "until next tuesday"}
    assert find_mute_end("silencia zoom hasta el viernes.", ()) == {"for": "until viernes"}
    assert find_mute_end("for 3 weeks", ()) == {"for": "3 weeks"}
    assert find_mute_end("over the weekend", ()) == {"for": "until monday"}
    assert find_watch_options("", ("serious", "daily")) == {"min": "high", "deliver": "daily"}
    assert find_schedule("the digest on Fridays at 4 pm", ()) == "fridays 4pm"
    assert find_schedule("send me the digest at 8", ()) == "8"
    assert find_schedule("no digest please", ("no",)) == "off"
    assert find_zone("tz New York", ()) == {"zone": "New York"}
    assert find_zone("set timezone to new york", ()) == {"zone": "new york"}
    assert find_settings("too noisy", ("too", "noisy")) == {"min": "medium"}
    assert find_export("", ("reviews",)) == "reviews"
    assert find_export_options("this year as csv", ("csv",)) == {"since": "365d", "format": "csv"}


@pytest.mark.parametrize("text", ["darf zoom das", "zoom sells data?", "is it", "quien usa esto"])
def test_questions_are_recognised(text: str) -> None:
    """By their first word in seven languages, or by their mark."""
    assert begins_question(text)
    assert not begins_question("do not train on this")


def test_clause_words_are_folded_and_known() -> None:
    """Each entry is folded as sentences are, and belongs to a clause type of the taxonomy."""
    assert set(load_clause_words()) <= set(load_taxonomy().clauses)
    for entries in load_clause_words().values():
        for entry in entries:
            assert tuple(map(fold_word, entry)) == entry


@pytest.mark.parametrize(
    ("question", "clause_id"),
    [
        ("wie lange werden die daten gespeichert", "data_retention"),
        ("qui est propriétaire du contenu", "content_ownership"),
        ("l'ia utilise nos données", "ai_training"),
        ("kindliche daten", None),
        ("was kostet das", None),
        ("garantie und haftung", None),
    ],
)
def test_one_clause_type_leads_or_none(question: str, clause_id: str | None) -> None:
    """Two equally good clause types are no answer, and short words are whole."""
    assert find_clause_by_words(question.split()) == clause_id
