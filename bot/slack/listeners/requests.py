"""From a sentence such as `keep an eye on openai, weekly is fine` to the command line it means."""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace

from bot.slack.listeners import request_options as options
from bot.slack.listeners.call import Call
from bot.slack.listeners.command_line import normalise
from bot.slack.listeners.platform_names import list_common_words, load_names
from bot.slack.listeners.questions import (
    find_asked_clause,
    find_certain_clause,
    find_clause_id,
)
from bot.slack.listeners.request import Request
from bot.slack.listeners.request_options import CHANGES
from bot.slack.listeners.request_words import (
    EVERYTHING,
    HOW,
    ONLY,
    REVERSIBLE_VERBS,
    UNITS,
    Phrase,
    asks_for_state,
    find_phrases,
    fold_word,
    is_ignored,
    list_negated_phrases,
    list_phrases,
    names_verb,
    split_words,
)
from bot.slack.listeners.sentences import Platforms, Sentence, make_sentence, without_mentions
from clausewatch.provisions.clause_names import list_other_words
from clausewatch.provisions.taxonomy_files import load_taxonomy

MAX_WORDS = 40
MAX_HOW_START = 2
"""A question how something is done begins within this many words."""
RECORD_ID = re.compile(r"\bCW-([CDP])-[0-9A-Z]{1,20}\b", re.IGNORECASE)
HELP, ALL = "help", "all"
FILE_FORMATS = {"pdf": "pdf", "word": "docx", "docx": "docx", "json": "json"}
NEW_WORDS = frozenset({"new", "added", "changes", "changed", "removed"})
NO_PHRASE = Phrase("", 0, 0)
PLATFORM_VERBS = frozenset({"watch", "unwatch", "mute", "address", "show", "check"})
"""The verbs of which nothing can be made without a platform."""
NAMELESS_VERBS = frozenset({"list", "digest", "settings", "debug", "deadlines", HELP})
SINGLE_NAME_VERBS = frozenset({"review", "export"})
"""The verbs that take one platform or none."""
OF_ALL_VERBS = frozenset({"mute", "unwatch"})
WORD_FINDERS: Mapping[str, Callable[[str, Sequence[str]], str]] = {
    "export": options.find_export,
    "review": options.find_filters,
    "digest": options.find_schedule,
}
"""The words after a verb, from the text and the folded words of a sentence."""
OPTION_FINDERS: Mapping[str, Callable[[str, Sequence[str]], Mapping[str, str]]] = {
    "watch": options.find_watch_options,
    "mute": options.find_mute_options,
    "changes": options.find_since,
    "log": options.find_since,
    "export": options.find_export_options,
    "digest": options.find_zone,
    "settings": options.find_settings,
}
"""The options of a verb, from the text and the folded words of a sentence."""
CLAUSE_VERBS = frozenset({"compare", "list"})
"""The verbs that compare a clause type, if the sentence names one."""


async def find_request(call: Call, typed: str) -> Request | None:
    """Return the request of a sentence, or None if its words name no verb."""
    text = normalise(typed)
    if (match := RECORD_ID.search(text)) is not None:
        return _request_record(text, match)
    words = split_words(without_mentions(text))[: MAX_WORDS + 1]
    folded = [fold_word(word) for word in words]
    names = await load_names(call)
    phrases = list_phrases(folded) if len(words) <= MAX_WORDS else []
    sentences = [make_sentence(names, text, words, phrase) for phrase in phrases]
    sentences = [each for each in sentences if _is_likely(each)] or sentences
    if asks_for_state(text):
        sentences.sort(key=lambda sentence: sentence.phrase.verb in REVERSIBLE_VERBS)
    if not sentences and (negated := list_negated_phrases(folded)):
        sentence = make_sentence(names, text, words, negated[0])
        return Request(negated[0].verb, "", sentence.platforms, is_negated=True)
    is_how = any(how.start <= MAX_HOW_START for how in find_phrases(folded, HOW))
    if is_how and not sentences and make_sentence(names, text, words, NO_PHRASE).platforms:
        return None  # `where can I find zoom's terms` asks nothing about commands
    if is_how:
        verb = sentences[0].phrase.verb if sentences else HELP
        return Request(HELP, "" if verb == HELP else verb)
    return make_request(sentences[0]) if sentences else None


def _request_record(text: str, match: re.Match[str]) -> Request:
    """Return the request for a record, or for its file if the sentence asks for one."""
    words = [fold_word(word) for word in split_words(text)]
    formats = [FILE_FORMATS[word] for word in words if word in FILE_FORMATS]
    if formats or find_phrases(words, "export"):
        chosen = {"format": formats[0]} if formats else {}
        return Request("export", match[0].upper(), options=chosen)
    return Request("change" if match[1].upper() == "C" else "show", match[0].upper())


def _is_likely(sentence: Sentence) -> bool:
    """Return whether a phrase for a verb about platforms comes with one, any other with none."""
    verb = sentence.phrase.verb
    if verb in PLATFORM_VERBS:
        return _has_object(sentence)
    if verb == "compare":
        return bool(sentence.platforms) or _find_clause(sentence) is not None
    return not (verb in {"settings", "digest", "debug"} and sentence.platforms)


def make_request(sentence: Sentence) -> Request | None:
    """Return the request, or None if its verb needs a platform and the sentence names none."""
    sentence = _choose_verb(sentence)
    verb = sentence.phrase.verb
    platforms = _choose_platforms(sentence)
    if (verb in PLATFORM_VERBS and not _has_object(sentence)) or _is_about_clause(sentence):
        return None
    if verb in QUESTION_MAKERS:
        return QUESTION_MAKERS[verb](sentence)
    if verb in CLAUSE_VERBS and (clause_id := _find_clause(sentence)) is not None:
        return _ask_clause(sentence, clause_id)
    if verb in {"list", "debug"} and sentence.platforms:
        is_of_one = verb == "list" and len(sentence.platforms) == 1
        return Request("show", "", sentence.platforms) if is_of_one else None
    if verb == "compare":
        return Request(verb, "", platforms) if platforms else None
    return _make_plain_request(sentence, platforms)


def _make_plain_request(sentence: Sentence, platforms: Platforms) -> Request:
    verb = sentence.phrase.verb
    words = ALL if sentence.is_of_all and verb in OF_ALL_VERBS else ""
    if verb in WORD_FINDERS:
        words = WORD_FINDERS[verb](sentence.text, sentence.words)
    chosen = _find_options(sentence)
    is_clear = verb in NAMELESS_VERBS | SINGLE_NAME_VERBS and _is_clear(verb, words, chosen)
    is_whole = is_clear or _is_whole(sentence, chosen)
    return Request(verb, words, platforms, chosen, is_whole=is_whole)


def _is_whole(sentence: Sentence, chosen: Mapping[str, str]) -> bool:
    """Return whether the options have all words left over, and every period of a mute."""
    said = {fold_word(word) for value in chosen.values() for word in split_words(value)}
    if sentence.is_of_all:
        said.update(word for word in sentence.other_words if find_phrases([word], EVERYTHING))
    is_lasting = any(find_phrases(sentence.words, unit) for unit in UNITS)
    is_dropped = sentence.phrase.verb == "mute" and is_lasting and not chosen
    return said.issuperset(sentence.other_words) and not is_dropped


def _choose_verb(sentence: Sentence) -> Sentence:
    """Return the sentence; empty digests are a setting, and those of one platform its watch's."""
    if sentence.phrase.verb == "digest" and "empty" in sentence.words:
        return replace(sentence, phrase=replace(sentence.phrase, verb="settings"))
    is_of_watch = sentence.phrase.verb == "settings" and (
        sentence.platforms and options.find_watch_options(sentence.text, sentence.words)
    )
    phrase = replace(sentence.phrase, verb="watch") if is_of_watch else sentence.phrase
    return replace(sentence, phrase=phrase)


def _is_about_clause(sentence: Sentence) -> bool:
    """Return whether it only seems to ask for reviews: `who is responsible for security`."""
    words = list(sentence.other_words)
    return sentence.phrase.verb == "review" and bool(words) and find_clause_id(words) is not None


def _choose_platforms(sentence: Sentence) -> Platforms:
    """Return the platforms of a sentence that its verb takes."""
    verb = sentence.phrase.verb
    is_left_out = verb in SINGLE_NAME_VERBS and len(sentence.platforms) > 1
    return {} if verb in NAMELESS_VERBS or is_left_out else sentence.platforms


def _ask_clause(sentence: Sentence, clause_id: str) -> Request:
    """Return the record of a clause type at the only platform, or else the comparison."""
    if sentence.phrase.verb == "list" and len(sentence.platforms) == 1:
        return Request("show", "", sentence.platforms, clause_id=clause_id)
    return _compare(sentence, clause_id, sentence.platforms)


def _compare(sentence: Sentence, clause_id: str, platforms: Platforms) -> Request:
    """Return the comparison, with the words that may be names of platforms nobody knows."""
    words = [clause_id]
    if sentence.phrase.verb == "compare":
        others = [word for word in sentence.other_words if not names_verb(word)]
        others = list_other_words(others, load_taxonomy().clauses[clause_id])
        words += [word for word in others if _may_be_name(word)]
    return Request("compare", " ".join(words) + ("," if platforms else ""), platforms)


def _may_be_name(word: str) -> bool:
    """Return whether a word that is no known name is worth a remark: `rules` is not."""
    return word not in list_common_words() or find_clause_id([word]) is not None


def _has_object(sentence: Sentence) -> bool:
    is_of_all = sentence.is_of_all and sentence.phrase.verb in OF_ALL_VERBS
    return bool(sentence.platforms) or is_of_all


def _is_clear(verb: str, words: str, chosen: Mapping[str, str]) -> bool:
    """Return whether a request of a verb without names says more than the verb."""
    is_plain = (verb == "export" and words == CHANGES) or verb == "settings"
    return bool(chosen) or not is_plain


def _find_options(sentence: Sentence) -> Mapping[str, str]:
    verb = sentence.phrase.verb
    chosen = OPTION_FINDERS[verb](sentence.text, sentence.words) if verb in OPTION_FINDERS else {}
    is_topical = verb == "watch" and "docs" not in chosen
    topic = _find_topic(sentence) if is_topical else None
    return chosen if topic is None else {**chosen, "clauses": topic}


def _ask_users(sentence: Sentence) -> Request | None:
    company = _find_company(sentence)
    return Request("subprocessors", options={"using": company}) if company else None


def _ask_subprocessors(sentence: Sentence) -> Request:
    """Return the list of platforms, or what is new on all lists: `new subprocessors last month`."""
    found = options.find_since(sentence.text, sentence.words)
    if sentence.platforms or not (found or not NEW_WORDS.isdisjoint(sentence.words)):
        return _make_plain_request(sentence, sentence.platforms)
    return Request("changes", "", options={**found, "about": "subprocessors"})


def _ask_address(sentence: Sentence) -> Request:
    return Request(HELP, sentence.phrase.verb, is_whole=not sentence.other_words)


def _ask_mutes(_: Sentence) -> Request:
    return Request("mute")


QUESTION_MAKERS: Mapping[str, Callable[[Sentence], Request | None]] = {
    "address": _ask_address,
    "muted": _ask_mutes,
    "users": _ask_users,
    "subprocessors": _ask_subprocessors,
}
"""The requests of phrases that are no verb, or that only ask for help."""


def _find_clause(sentence: Sentence) -> str | None:
    """Return the clause type that the words after the phrase name, or the words left over.

    In front of the phrase it has its whole name: `governing law for all our vendors`.
    """
    following = list(sentence.words[sentence.phrase.end :])
    if sentence.platforms:
        following = list(sentence.other_words)
    following = [word for word in following if not names_verb(word)]
    clause_id = find_asked_clause(following) if following else None
    return clause_id or find_certain_clause(list(sentence.words[: sentence.phrase.start]))


def _find_topic(sentence: Sentence) -> str | None:
    """Return the only clause type that is asked for, as in `watch zoom only for ai training`."""
    if not find_phrases(sentence.words, ONLY) or not sentence.other_words:
        return None
    return find_clause_id(list(sentence.other_words))


def _find_company(sentence: Sentence) -> str:
    """Return the company that a question such as `who uses aws` asks for."""
    words = sentence.words[sentence.phrase.end :]
    return " ".join(word for word in words if not is_ignored(word) and not names_verb(word))
