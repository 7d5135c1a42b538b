"""Rewrites what people say into command lines: politeness, flags, `=`, bare words, dates. Pure.

A line that is a command already stays as it is.
"""

import re
from collections.abc import Callable, Collection, Mapping

from bot.slack.listeners.command_line import AllowedOptions, is_option
from bot.slack.listeners.date_ranges import cut_range
from bot.slack.listeners.day_names import MONTH_BEGINNING
from bot.slack.listeners.period_phrases import move_end, move_since, quote_spans
from bot.slack.listeners.request_words import is_ignored

GREETINGS = frozenset(
    {
        "hi", "hello", "hey", "thanks", "thx", "cheers", "ok", "okay", "test", "start", "commands",
        "menu", "usage", "info", "about", "cancel", "nevermind", "undo",
    }
)  # fmt: skip
"""Lines of one such word get the help."""
HELP_PHRASES = frozenset(
    {
        "thank you", "help me", "what can you do", "what can i do", "what do you do",
        "what is this", "what are you", "how does this work", "how do i use this",
        "how do you work", "never mind", "cancel that", "undo that", "forget it",
        "who are you", "shut up", "get started", "getting started", "are you there",
    }
)  # fmt: skip
_LEADING = re.compile(
    r"(?:@\S++[\s,]++|(?:hi|hey|hello|ok|okay|so|and|please|pls|kindly|clausewatch|now|just)[\s,!]++"
    r"|(?:can|could|would|will)\s++(?:you|u|we|i)\s++(?:please\s++)?(?:also\s++)?"
    r"|i(?:'d|\s++would)\s++like\s++(?:you\s++)?to\s++|i\s++(?:want|need)\s++(?:you\s++)?to\s++"
    r"|let(?:'s|\s++me|\s++us)\s++"
    r"|start\s++(?=watching\b)|begin\s++(?=watching\b))",
    re.IGNORECASE,
)
_QUESTION_LEAD = re.compile(
    r"^(?:(?:please|pls|can|could|you|i|would|like|want|need|to)\s++){0,6}+"
    r"(?:check|see|find\s++out|know|wonder|wondering|tell\s++(?:me|us))\s++"
    r"(?=(?:if|whether|what|which|who|how|when|why|does)\b)",
    re.IGNORECASE,
)
_THESE = re.compile(
    r"(?<!\S)(watch|add|track|monitor|follow|check|unwatch|remove|mute)\s++(?:all\s++of\s++)?"
    r"(?:these|those|the\s++following)(?:\s++[a-z]++)?\s*+:\s*+",
    re.IGNORECASE,
)
"""The words that lead to a list: `add these:`."""
_TRAILING = re.compile(
    r"[\s,](?:please|pls|thanks|thx|thank\s++you|for\s++(?:me|us))[\s!?.]{0,9}$", re.IGNORECASE
)
_FLAG = re.compile(r"(?<!\S)--?([A-Za-z][\w-]+)(?:[=\s](?=\S))?")
_NAME_FLAGS = frozenset({"vendor", "platform"})
"""Flags before a name, which needs none."""
_ASSIGNMENT = re.compile(r"(?<!\S)([A-Za-z][\w-]*)=(?=[^\s=])")
_PAIR = re.compile(
    r"(?<!\S)(minimum|min|severity|level|deliver|delivery)\s++(low|medium|high|now|daily|weekly)(?!\S)",
    re.IGNORECASE,
)
"""An option and its value without a colon."""
_SETTING = re.compile(
    r"(?P<lead>set|change|switch|turn)\s++(?:the\s++|our\s++|my\s++)?"
    r"(?:digest\s++(?=time|day|zone))?(?P<option>(?!time\s++zone)[a-z]++)"
    r"(?:\s++(?:severity|level|summary|reports?|digests?|posts?|reminders?))?"
    r"\s++(?P<to>to\s++)?(?P<value>[\w:/, -]{1,60}[.!]?)$",
    re.IGNORECASE,
)
"""What is set `to` a value, or turned on or off; less clear wishes are offered as sentences."""
_PREPOSITION = re.compile(
    r"^(?:in|of|at|for|from|about|with)\s++"
    rf"(?!(?:the|last|past|this|q\d|\d++|{MONTH_BEGINNING}[a-z]{{0,6}}+)\b)",
    re.IGNORECASE,
)
"""Before the first name after a verb: `changes in zoom`; before a period it belongs to that."""
_HAS_PERIOD = re.compile(r"\b(?:since|until):", re.IGNORECASE)
_FILTERS = frozenset({"high", "medium", "mine", "open", "overdue", "unassigned"})
_FILTER_FILLERS = frozenset(
    {
        "all",
        "and",
        "are",
        "changes",
        "everything",
        "is",
        "only",
        "reviews",
        "severity",
        "that",
        "the",
    }
)
_PREFIX = re.compile(r"un[\s-]{1,2}(?P<verb>[a-z]++)", re.IGNORECASE)
_NOW = re.compile(
    r"(?<=\S)[\s,]{1,3}(?:right\s(?:now|away)|now|again|asap|immediately)$", re.IGNORECASE
)
"""Words that add nothing to a verb that acts at once."""
_VERB_PHRASES = {
    "watching": "watch", "following": "watch", "monitoring": "watch", "monitor": "watch",
    "track": "watch", "subscribe": "watch", "subscribe to": "watch", "stop watching": "unwatch",
    "stop": "unwatch", "unsubscribe": "unwatch", "unsubscribe from": "unwatch", "drop": "unwatch",
    "what changed at": "changes", "what changed": "changes", "what's new at": "changes",
    "what's new": "changes", "whats new": "changes", "news": "changes", "anything new": "changes",
    "what do you watch": "list", "what are you watching": "list", "what's watched": "list",
    "show me": "show", "look up": "show", "tell me about": "show", "open": "review",
    "what needs review": "review", "what's open": "review", "what is open": "review",
    "who reviewed": "log", "silence": "mute", "pause": "mute", "resume": "unmute",
    "assign": "review", "report": "changes", "version": "debug", "diagnostics": "debug",
    "update the url of": "address", "recheck": "check", "re-check": "check", "check now": "check",
    "delete": "unwatch", "erase": "unwatch", "look at": "show",
    "clear the list": "unwatch all", "clear the watchlist": "unwatch all",
}  # fmt: skip
"""What people say for a verb, where it begins the line."""
_SUBCOMMANDS = {noun: frozenset({"add", "list", "remove"}) for noun in ("webhook", "webhooks")}
"""Verbs that are nouns, with the words that people put before them: `add webhook`."""
_WHOLE_LINES = frozenset({"report"})
"""Phrases that mean another verb if words follow them: `report on ai training`."""
_LONGEST_VERB_PHRASES = sorted(_VERB_PHRASES, key=len, reverse=True)
_VERB_PHRASE_STARTS = tuple(f"{phrase} " for phrase in _VERB_PHRASES)
_CADENCES = {
    "daily": "daily", "weekly": "weekly", "immediately": "now", "instantly": "now", "now": "now",
    "every day": "daily", "every week": "weekly", "once a day": "daily", "once a week": "weekly",
}  # fmt: skip
FORMATS = frozenset({"csv", "json", "pdf", "docx"})
_LEVELS = {"high": "high", "medium": "medium", "high only": "high", "only high": "high"}
IsName = Callable[[str], bool]


def strip_question_lead(text: str) -> str:
    """Return the question of `check whether zoom sells data` and `tell me if it does`."""
    return _QUESTION_LEAD.sub("", text.strip(), count=1)


def rewrite(text: str, allowed: AllowedOptions, is_name: IsName) -> str:
    """Return the command line that a text means; `allowed` has the options of each verb.

    `is_name` returns whether a platform has exactly this name: `geforce now` keeps its last word.
    """
    text = _drop_colon(_THESE.sub(r"\1 ", text, count=1), allowed.keys())
    first_word = text.split(maxsplit=1)[0].casefold() if text.split() else ""
    if first_word in allowed and allowed[first_word] is None:
        return text
    verbs = allowed.keys()
    line = _strip_politeness(text.strip(), verbs)
    bare = line.rstrip(" ?!.").casefold()
    if (
        not any(map(str.isalnum, bare))
        or (bare in GREETINGS and bare not in verbs)
        or bare in HELP_PHRASES
    ):
        return "help"
    line = _rewrite_setting(_move_noun(_join_prefix(line, verbs)), allowed)
    line = _rewrite_filter(_replace_first_words(line, verbs))
    verb, _, rest = line.partition(" ")
    verb = verb.casefold()
    if verb not in verbs:
        return line
    options = allowed[verb]
    if options is None:
        return line
    return f"{verb} {_rewrite_rest(rest, frozenset(options), is_name)}".strip()


def _drop_colon(text: str, verbs: Collection[str]) -> str:
    """Return `watch zoom` for `watch: zoom`; `digest:daily` is an option."""
    verb, _, rest = text.strip().partition(":")
    is_colon = verb.casefold() in verbs and rest[:1].isspace()
    return f"{verb} {rest.strip()}" if is_colon else text


def _strip_politeness(text: str, verbs: Collection[str]) -> str:
    line = text
    while (match := _LEADING.match(line)) is not None:
        line = line[match.end() :]
    while (match := _TRAILING.search(line)) is not None:
        line = line[: match.start()]
    first = line.split(maxsplit=1)[0].casefold().rstrip("?!.,") if line.split() else ""
    is_command = first in verbs or line.casefold().startswith(_VERB_PHRASE_STARTS)
    if line != text and not is_command:
        return text if line.strip(" ?!.") == "" else line
    return line.rstrip("?! ") if is_command and "://" not in line else line


def _join_prefix(line: str, verbs: Collection[str]) -> str:
    """Return `unwatch zoom` for `un watch zoom` and `un-watch zoom`."""
    match = _PREFIX.match(line)
    is_verb = match is not None and f"un{match['verb']}".casefold() in verbs
    return f"un{match['verb']}{line[match.end() :]}" if match and is_verb else line


def _move_noun(line: str) -> str:
    """Return `webhook add` for `add webhook` and `add a webhook`."""
    first, *words = line.split()[:3] or [""]
    words = words[1:] if words and is_ignored(words[0].casefold()) else words[:1]
    noun = words[0].casefold() if words else ""
    if first.casefold() not in _SUBCOMMANDS.get(noun, ()):
        return line
    rest = line[line.casefold().index(noun) + len(noun) :].strip()
    return f"{noun} {first} {rest}".strip()


def _rewrite_setting(line: str, allowed: AllowedOptions) -> str:
    """Return `settings min:high` for `set the minimum severity to high`."""
    match = _SETTING.match(line)
    if match is None or not is_option(match["option"], frozenset(allowed.get("settings") or ())):
        return line
    value = match["value"].strip(" .!")
    is_turned = match["lead"].casefold() in {"turn", "switch"} and value.casefold() in {"on", "off"}
    if match["to"] is None and not is_turned:
        return line
    if match["option"].casefold() == "digest":
        return f"digest {value}"
    return f'settings {match["option"]}:"{value}"'


def _rewrite_filter(line: str) -> str:
    """Return `review high` for `show everything high`: no platform is called so."""
    verb, *words = line.casefold().split()
    filters = [word for word in words if word in _FILTERS]
    is_only = filters and all(word in _FILTERS or word in _FILTER_FILLERS for word in words)
    return f"review {' '.join(filters)}" if verb == "show" and is_only else line


def _replace_first_words(line: str, verbs: Collection[str]) -> str:
    folded = line.casefold().rstrip("?! ")
    first = folded.split(maxsplit=1)[0] if folded.split() else ""
    for phrase in _LONGEST_VERB_PHRASES:
        is_phrase = folded == phrase or folded.startswith(f"{phrase} ")
        is_phrase = is_phrase and (phrase not in _WHOLE_LINES or folded == phrase)
        if is_phrase and (" " in phrase or first not in verbs):
            return f"{_VERB_PHRASES[phrase]} {line[len(phrase) :].strip(' ?!')}".strip()
    return line


def _rewrite_rest(rest: str, allowed: frozenset[str], is_name: IsName) -> str:
    """Return the rest of a line with flags, assignments and bare words as options."""
    bare = _PREPOSITION.sub("", rest, count=1)
    rest = rest if is_name(rest.strip()) else bare
    rest = _ASSIGNMENT.sub(lambda m: f"{m[1]}:" if is_option(m[1], allowed) else m[0], rest)
    rest = _FLAG.sub(lambda m: _rewrite_flag(m, allowed), rest)
    rest = _PAIR.sub(lambda m: f"{m[1]}:{m[2]}" if is_option(m[1], allowed) else m[0], rest)
    rest = quote_spans(rest)
    rewritten = _rewrite_last_words(rest, allowed)
    last_name = rest.rpartition(",")[2].strip()
    return rest if rewritten != rest and is_name(last_name) else rewritten


def _rewrite_last_words(rest: str, allowed: frozenset[str]) -> str:
    """Return the rest with the words that end it as options, or without those that say nothing."""
    if "deliver" in allowed:
        rest = rest if "deliver:" in rest else _move_last_words(rest, _CADENCES, "deliver")
        return rest if "min:" in rest else _move_last_words(rest, _LEVELS, "min")
    rest = rest if ":" in rest else _NOW.sub("", rest)
    if "format" in allowed and (moved := _move_format(rest)) != rest:
        head, _, option = moved.rpartition(" ")
        return f"{_rewrite_last_words(head, allowed)} {option}"
    if "since" in allowed and not _HAS_PERIOD.search(rest):
        rest, period = cut_range(rest)
        if period:
            values = [f'{key}:"{value}"' for key, value in period.items()]
            return " ".join((_PREPOSITION.sub("", rest, count=1), *values)).strip()
        return move_since(rest)
    return move_end(rest) if "for" in allowed and "for:" not in rest else rest


def _move_format(rest: str) -> str:
    """Return the rest with the file format that ends it as an option: `as csv`."""
    *words, preposition, name = ["", "", *rest.split()]
    if preposition.casefold() in {"as", "in", "to"} and name.casefold() in FORMATS:
        return f"{' '.join(words).strip()} format:{name.casefold()}"
    return rest


def _rewrite_flag(match: re.Match[str], allowed: frozenset[str]) -> str:
    """Return `--min=high` as `min:high`, `--weekly` as the bare word, and `--vendor` as nothing."""
    has_value = match[0][-1] in "= "
    if has_value and is_option(match[1], allowed):
        return f"{match[1]}:"
    return "" if has_value and match[1].casefold() in _NAME_FLAGS else f"{match[1]} "


def _move_last_words(rest: str, words: Mapping[str, str], option: str) -> str:
    """Return the rest with the words that end it as an option; names stay in front."""
    rest = rest.rstrip()
    for phrase in sorted(words, key=len, reverse=True):
        head = rest[: -len(phrase)] if rest.casefold().endswith(phrase) else ""
        if head.strip().casefold() not in {"", "the"} and head[-1] in " ,\n":
            return f"{head.rstrip(' ,')} {option}:{words[phrase]}"
    return rest
