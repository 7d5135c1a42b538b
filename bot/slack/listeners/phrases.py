"""Rewrites what people say into command lines: politeness, flags, `=`, bare words, dates. Pure.

A line that is a command already stays as it is.
"""

import re
from collections.abc import Callable, Collection, Mapping

from bot.slack.listeners.command_line import AllowedOptions, is_option
from bot.slack.listeners.request_options import find_mute_end
from bot.slack.listeners.request_words import fold_word

GREETINGS = frozenset(
    {
        "hi", "hello", "hey", "thanks", "thx", "cheers", "ok", "okay", "test", "start", "commands",
        "menu", "usage", "info", "about",
    }
)  # fmt: skip
"""Lines of one such word get the help."""
HELP_PHRASES = frozenset(
    {
        "thank you", "help me", "what can you do", "what can i do", "what do you do",
        "what is this", "what are you", "how does this work", "how do i use this",
        "how do you work", "who are you", "get started", "getting started", "are you there",
    }
)  # fmt: skip
_LEADING = re.compile(
    r"(?:(?:hi|hey|hello|ok|okay|so|and|please|pls|kindly|clausewatch|now|just)[\s,!]++"
    r"|(?:can|could|would|will)\s++(?:you|u|we|i)\s++(?:please\s++)?(?:also\s++)?"
    r"|i(?:'d|\s++would)\s++like\s++(?:you\s++)?to\s++|i\s++(?:want|need)\s++(?:you\s++)?to\s++"
    r"|let(?:'s|\s++me|\s++us)\s++|start\s++(?=watching\b)|begin\s++(?=watching\b))",
    re.IGNORECASE,
)
_THESE = re.compile(
    r"(?<!\S)(watch|add|track|monitor|follow|check|unwatch|remove|mute)\s++(?:all\s++of\s++)?"
    r"(?:these|those|the\s++following)(?:\s++(?:vendors|platforms|companies|sites|ones))?\s*+:\s*+",
    re.IGNORECASE,
)
"""The words that lead to a list: `add these:`."""
_TRAILING = re.compile(
    r"[\s,](?:please|pls|thanks|thx|thank\s++you|for\s++(?:me|us))[\s!?.]{0,9}$", re.IGNORECASE
)
_FLAG = re.compile(r"(?<!\S)--?([A-Za-z][\w-]+)(?:[=\s](?=\S))?")
_ASSIGNMENT = re.compile(r"(?<!\S)([A-Za-z][\w-]*)=(?=[^\s=])")
_SINCE = re.compile(
    r"(?<!\S)since\s++(?P<since>[^,:;]{1,40})$"
    r"|(?<!\S)(?:in\s++|over\s++|during\s++)?(?:the\s++)?(?P<span>(?:last|past|this)\s[^,:;]{1,40}"
    r"|yesterday|today)$",
    re.IGNORECASE,
)
_UNTIL = re.compile(r"(?<!\S)(?:until|till|til)[:\s](?P<until>[^,:;]{1,40})$", re.IGNORECASE)
_FOR = re.compile(
    r"(?<!\S)for\s++(?P<span>(?:a|an|one|two|three|four|five|six|the\s++next|next)\s[^,:;]{1,40})$",
    re.IGNORECASE,
)
_TRAILING_SPAN = re.compile(
    r"(?<!\S)(?P<span>\d{1,4}\s?(?:[dwmy]|(?:day|week|wk|month|year)s?))$", re.IGNORECASE
)
_NOW = re.compile(
    r"(?<=\S)[\s,]{1,3}(?:right\s(?:now|away)|now|again|asap|immediately)$", re.IGNORECASE
)
"""Words that add nothing to a verb that acts at once."""
_SPAN_VALUE = re.compile(
    r"(?<!\S)(for|since):(\d{1,4})\s++((?:hour|day|week|month|year)s?)\b", re.IGNORECASE
)
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
    "update the url of": "address", "recheck": "check", "re-check": "check",
}  # fmt: skip
"""What people say for a verb, where it begins the line."""
_LONGEST_VERB_PHRASES = sorted(_VERB_PHRASES, key=len, reverse=True)
_VERB_PHRASE_STARTS = tuple(f"{phrase} " for phrase in _VERB_PHRASES)
_CADENCES = {
    "daily": "daily", "weekly": "weekly", "immediately": "now", "instantly": "now", "now": "now",
    "every day": "daily", "every week": "weekly", "once a day": "daily", "once a week": "weekly",
}  # fmt: skip
FORMATS = frozenset({"csv", "json", "pdf", "docx"})
MAX_END_WORDS = 5
"""Of a day or a period at the end of a line."""
_LEVELS = {"high": "high", "medium": "medium", "high only": "high", "only high": "high"}
IsName = Callable[[str], bool]


def rewrite(text: str, allowed: AllowedOptions, is_name: IsName) -> str:
    """Return the command line that a text means; `allowed` has the options of each verb.

    `is_name` returns whether a platform has exactly this name: `geforce now` keeps its last word.
    """
    text = _THESE.sub(r"\1 ", text, count=1)
    first_word = text.split(maxsplit=1)[0].casefold() if text.split() else ""
    if first_word in allowed and allowed[first_word] is None:
        return text
    verbs = allowed.keys()
    line = _strip_politeness(text.strip(), verbs)
    bare = line.rstrip(" ?!.").casefold()
    if not bare or (bare in GREETINGS and bare not in verbs) or bare in HELP_PHRASES:
        return "help"
    line = _replace_first_words(line, verbs)
    verb, _, rest = line.partition(" ")
    verb = verb.casefold()
    if verb not in verbs:
        return line
    options = allowed[verb]
    if options is None:
        return line
    return f"{verb} {_rewrite_rest(rest, frozenset(options), is_name)}".strip()


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


def _replace_first_words(line: str, verbs: Collection[str]) -> str:
    folded = line.casefold().rstrip("?! ")
    first = folded.split(maxsplit=1)[0] if folded.split() else ""
    for phrase in _LONGEST_VERB_PHRASES:
        is_phrase = folded == phrase or folded.startswith(f"{phrase} ")
        if is_phrase and (" " in phrase or first not in verbs):
            return f"{_VERB_PHRASES[phrase]} {line[len(phrase) :].strip(' ?!')}".strip()
    return line


def _rewrite_rest(rest: str, allowed: frozenset[str], is_name: IsName) -> str:
    """Return the rest of a line with flags, assignments and bare words as options."""
    rest = _ASSIGNMENT.sub(lambda m: f"{m[1]}:" if is_option(m[1], allowed) else m[0], rest)
    rest = _FLAG.sub(lambda m: _rewrite_flag(m, allowed), rest)
    rest = _SPAN_VALUE.sub(lambda m: f'{m[1]}:"{m[2]} {m[3]}"', rest)
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
    if "since" in allowed and "since:" not in rest:
        return _rewrite_since(rest)
    return _rewrite_end(rest) if "for" in allowed and "for:" not in rest else rest


def _rewrite_since(rest: str) -> str:
    """Return the rest with the period that ends it as `since:`."""
    match = _SINCE.search(rest)
    if match is None:
        return _TRAILING_SPAN.sub(lambda m: f'since:"{m["span"]}"', rest)
    return f'{rest[: match.start()]}since:"{(match["since"] or match["span"]).strip()}"'


def _rewrite_end(rest: str) -> str:
    """Return the rest with the day or the period that ends it as `for:`."""
    if (match := _UNTIL.search(rest)) is not None:
        return f'{rest[: match.start()].rstrip()} for:"until {match["until"].strip()}"'
    if (match := _FOR.search(rest)) is not None:
        return f'{rest[: match.start()].rstrip()} for:"{match["span"].strip()}"'
    return _rewrite_foreign_end(rest)


def _rewrite_foreign_end(rest: str) -> str:
    """Return the rest with the end that another language words as `for:`: `für 10 Tage`."""
    words = rest.split()
    for start in range(len(words) - 1, 0, -1):
        end = words[start:]
        found = find_mute_end(" ".join(end), [fold_word(word) for word in end])
        if found and len(end) > 1 and "weekend" not in end:
            return f'{" ".join(words[:start])} for:"{found["for"]}"'
        if len(end) == MAX_END_WORDS:
            break
    return rest


def _move_format(rest: str) -> str:
    """Return the rest with the file format that ends it as an option: `as csv`."""
    *words, preposition, name = ["", "", *rest.split()]
    if preposition.casefold() in {"as", "in", "to"} and name.casefold() in FORMATS:
        return f"{' '.join(words).strip()} format:{name.casefold()}"
    return rest


def _rewrite_flag(match: re.Match[str], allowed: frozenset[str]) -> str:
    """Return `--min=high` as `min:high`, and `--weekly` as the bare word."""
    name = match[1].casefold()
    return f"{match[1]}:" if is_option(name, allowed) and match[0][-1] in "= " else f"{match[1]} "


def _move_last_words(rest: str, words: Mapping[str, str], option: str) -> str:
    """Return the rest with the words that end it as an option; names stay in front."""
    rest = rest.rstrip()
    for phrase in sorted(words, key=len, reverse=True):
        head = rest[: -len(phrase)] if rest.casefold().endswith(phrase) else ""
        if head.strip().casefold() not in {"", "the"} and head[-1] in " ,\n":
            return f"{head.rstrip(' ,')} {option}:{words[phrase]}"
    return rest
