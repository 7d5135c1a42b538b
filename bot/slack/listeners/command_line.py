"""The parser of command lines: a verb, names and options. Pure.

It understands smart quotes, Slack's `<url|label>`, `<#C1|name>` and `<@U1|name>`, `key:value`
options anywhere in the line, quoted names, names separated by commas, semicolons or line breaks,
and pasted lists with bullets or numbers.
"""

import re
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from html import unescape

from bot.slack.messages.escape import code
from clausewatch.errors import UserError
from clausewatch.notifications.digests import find_time_zone
from clausewatch.whole_numbers import parse_whole_number

MAX_LENGTH = 6_000
"""Characters of a command line; forty names with their URLs are about half as long."""
MAX_NAMES = 100
MAX_PAGES = 9_999
ALL_NAMES = frozenset(
    {"all", "everything", "all of them", "all platforms", "all vendors", "all our vendors"}
)
"""What people call all platforms of a channel."""

_QUOTES = str.maketrans(
    dict.fromkeys("\u201c\u201d\u201e\u201f\u00ab\u00bb\uff02", '"')
    | dict.fromkeys("\u2018\u2019\u201a\u201b", "'")
    | {"\uff1a": ":", "\u00a0": " "}
)
# Slack escapes every other < as &lt;, so the text inside the marks contains none.
_LINK = re.compile(r"<(https?://[^|<>\s]+)(?:\|[^<>]*)?>")
_MAILTO = re.compile(r"<mailto:[^|<>]*\|([^<>]*)>")
_CHANNEL = re.compile(r"<#([A-Z0-9_-]+)(?:\|[^<>]*)?>")
_OF_OPTION = re.compile(r"(?<=[a-z]:)\s+(?=#[CG])")
_USER = re.compile(r"<[@!]([A-Za-z0-9^_-]+)(?:\|([^<>]*))?>")
_OPTION = re.compile(r'(?<![\w"\'/.:-])([A-Za-z][\w-]*):(?!//)("[^"]*"|\'[^\']*\'|[^\s;"]*)')
_BULLET = re.compile(r"^\s*(?:[-*\u2022\u00b7\u2013\u2014\u25aa\u25e6]|\(?\d{1,3}[.)])\s+")
_NAMES = re.compile(r'("[^"]*"|https?://[^\s"]+|(?:(?!https?://)[^,;\n\t"])+)')
_SUFFIX = re.compile(
    r"^(?:inc|llc|ltd|limited|corp|co|gmbh|ag|s\.?a|plc|bv|pty)\.?$", re.IGNORECASE
)
_BARE = re.compile(r"[\w-]+(?:\.[\w-]+)*\.[A-Za-z]{2,}/\S+")
_LEADING = re.compile(r'((?:[A-Za-z][\w-]*:(?!//)(?:"[^"]*"|[^\s"]+)\s+)+)(\S.*)', re.DOTALL)
"""Options at the beginning of a line, and the rest of the line."""
_NEXT = re.compile(r'\s+("[^"]*"|[^\s:;"]+)(?=[\s;,]|$)')
_MORE = re.compile(r',\s*("[^"]*"|[^\s;:"]+)(?=[\s;,]|$)')
_MORE_AFTER_COMMA = re.compile(r'\s*("[^"]*"|[^\s;:"]+)(?=[\s;,]|$)')
LIST_OPTIONS = frozenset({"docs", "clauses", "deadlines"})
"""Options that take several values, separated by commas."""
OPTION_ALIASES = {
    "topics": "clauses", "topic": "clauses", "clause": "clauses", "types": "clauses",
    "severity": "min", "minimum": "min", "level": "min",
    "documents": "docs", "document": "docs", "doc": "docs",
    "delivery": "deliver", "when": "deliver", "cadence": "deliver",
    "until": "for", "from": "since", "timezone": "zone", "tz": "zone", "lang": "language",
    "reminder": "reminders",
}  # fmt: skip
"""Other names of options, for verbs that do not have an option of that name."""
AllowedOptions = Mapping[str, Iterable[str] | None]
"""The options of each verb and alias; None for a verb that takes its text as typed."""


class ArgumentError(UserError):
    """A command line is invalid. The text of the error is safe mrkdwn and says what to do."""


@dataclass(frozen=True, slots=True)
class CommandLine:
    """A parsed command line; `rest` is the text without verb and options."""

    verb: str
    rest: str
    options: Mapping[str, str] = field(default_factory=dict)

    @property
    def names(self) -> tuple[str, ...]:
        """The distinct names in the rest, in order."""
        return split_names(self.rest)


def parse_line(text: str, allowed: AllowedOptions, default: str = "help") -> CommandLine:
    """Parse a command line by the options that each verb allows.

    An unknown verb takes no options, and an empty line has the verb `default`. Raises
    ArgumentError with one sentence.
    """
    if len(text) > MAX_LENGTH:
        raise ArgumentError(
            f"That's {len(text):,} characters; the limit is {MAX_LENGTH:,}. Split it up."
        )
    line = _move_verb_first(normalise(text), allowed)
    separator = "\n" if "\n" in line.split(" ")[0] else " "
    first_word, _, rest = line.partition(separator)
    verb = first_word.strip("\"'").casefold()
    if verb not in allowed:
        return CommandLine(verb or default, rest.strip(), {})
    verb_options = allowed[verb]
    if verb_options is None:
        return CommandLine(verb, rest.strip(), {})
    rest = _drop_repeated_verb(rest, verb)
    rest, options = _parse_options(rest, verb, tuple(verb_options))
    return CommandLine(verb, rest.strip(), options)


def _move_verb_first(line: str, allowed: AllowedOptions) -> str:
    """Return the line with options before the verb moved to its end."""
    match = _LEADING.match(line)
    if match is None:
        return line
    first_word = match[2].split(maxsplit=1)[0].casefold()
    return f"{match[2]} {match[1].strip()}" if first_word in allowed else line


def _drop_repeated_verb(rest: str, verb: str) -> str:
    """Return the rest without a repeated verb, as in `watch watch zoom`."""
    first_word, _, names = rest.strip().partition(" ")
    is_repeated = first_word.casefold() == verb and names.strip()
    return names if is_repeated else rest


def normalise(text: str) -> str:
    """Return the text with Slack's links and mentions, and smart quotes, as plain text."""
    plain = _LINK.sub(lambda m: f" {m[1]} ", text)
    plain = _MAILTO.sub(lambda m: m[1], plain)
    plain = _CHANNEL.sub(lambda m: f" #{m[1]} ", plain)
    plain = _USER.sub(lambda m: f" @{m[2] or m[1]} ", plain)
    # `health: #C1` becomes `health:#C1`, as the blanks around a channel were added above
    plain = _OF_OPTION.sub("", plain)
    plain = unescape(plain).translate(_QUOTES).replace("\r\n", "\n")
    return re.sub(r"[^\S\n]+", " ", plain).strip()


def _parse_options(rest: str, verb: str, allowed: tuple[str, ...]) -> tuple[str, dict[str, str]]:
    """Return the rest without its options, and the options without quotes around their values."""
    options: dict[str, str] = {}
    texts: list[str] = []
    position = 0
    while (match := _OPTION.search(rest, position)) is not None:
        key, value, end = match[1].casefold(), match[2], match.end()
        if _is_inside(rest, match.start()):
            texts.append(rest[position:end])
            position = end
            continue
        key = key if key in allowed else OPTION_ALIASES.get(key, key)
        if key not in allowed:
            raise ArgumentError(_describe_unknown_option(verb, key, allowed))
        if key in options:
            raise ArgumentError(f"You entered {code(key + ':')} twice.")
        if not value and (next_word := _NEXT.match(rest, end)) is not None:
            value, end = next_word[1], next_word.end()  # `min: high`
        value, end = _extend_list(rest, value, end, is_list=key in LIST_OPTIONS)
        value, end = _extend_zone(rest, value, end) if key == "zone" else (value, end)
        texts.append(rest[position : match.start()])
        options[key] = value.replace('"', "").strip("', ")
        if not options[key]:
            raise ArgumentError(f"Enter a value right after {code(key + ':')}.")
        position = end
    texts.append(rest[position:])
    return " ".join(texts), options


def _extend_list(rest: str, value: str, end: int, *, is_list: bool) -> tuple[str, int]:
    """Return the value with the list items that follow it, as in `docs:privacy, terms`.

    Items may be quoted, as in `docs:"privacy policy",terms`.
    """
    while is_list:
        comma = "" if value.endswith(",") else ","
        item = _MORE.match(rest, end) if comma else _MORE_AFTER_COMMA.match(rest, end)
        if item is None:
            break
        value, end = f"{value}{comma}{item[1]}", item.end()
    return value, end


def _extend_zone(rest: str, value: str, end: int) -> tuple[str, int]:
    """Return the value with the next word if both are a city: `zone:New York`."""
    next_word = _NEXT.match(rest, end)
    if next_word is not None and find_time_zone(f"{value} {next_word[1]}") is not None:
        return f"{value} {next_word[1]}", next_word.end()
    return value, end


def _is_inside(text: str, position: int) -> bool:
    """Return whether a position is inside a quoted name or a URL, where no option begins."""
    if text.count('"', 0, position) % 2 == 1:
        return True
    start = max(text.rfind(blank, 0, position) for blank in " \n\t")
    return "://" in text[start + 1 : position]


def _describe_unknown_option(verb: str, key: str, allowed: tuple[str, ...]) -> str:
    options = ", ".join(code(f"{name}:") for name in allowed if name != "page")
    takes = f"{code(verb)} accepts {options}" if options else f"{code(verb)} has no options"
    return (
        f"There's no {code(key + ':')} option. {takes}. If it's part of a name, put the name in"
        " quotes."
    )


def split_names(rest: str) -> tuple[str, ...]:
    """Return the distinct names in a line or pasted list, without bullets and quotes.

    Raises ArgumentError if they are too many.
    """
    names: dict[str, None] = {}
    for row in rest.split("\n"):
        for index, piece in enumerate(_NAMES.findall(_BULLET.sub("", row))):
            name = piece.strip("\"' \t")
            name = add_scheme(name)
            name = name.rstrip(".,;") if "://" in name else name
            is_suffix = index > 0 and '"' not in piece and _SUFFIX.match(name)
            if name and not is_suffix:
                names.setdefault(name)
    if len(names) > MAX_NAMES:
        raise ArgumentError(f"That's {len(names)} names; the limit is {MAX_NAMES}. Split them up.")
    return tuple(names)


def add_scheme(name: str) -> str:
    """Return a URL typed without a scheme, such as `example.com/privacy`, with https."""
    return f"https://{name}" if _BARE.fullmatch(name) else name


def read_single_name(line: CommandLine, example: str) -> str:
    """Return the only name of a line. Raises ArgumentError if it has none or several."""
    names = line.names
    if not names:
        raise ArgumentError(f"Which one? For example: {code(example)}.")
    if len(names) > 1:
        raise ArgumentError(
            f"{code(line.verb)} takes one name at a time; you entered {len(names)}."
        )
    return names[0]


def is_all(names: Collection[str]) -> bool:
    """Return whether the only name means all platforms of the channel."""
    return len(names) == 1 and next(iter(names)).casefold() in ALL_NAMES


def is_option(name: str, allowed: Collection[str]) -> bool:
    """Return whether a verb with these options takes a name as one, also by another name."""
    folded = name.casefold()
    return folded in allowed or OPTION_ALIASES.get(folded) in allowed


def read_page(options: Mapping[str, str]) -> int:
    """Return the number of the page asked for, counted from 0."""
    number = parse_whole_number(options.get("page", "1")) or 1
    return number - 1 if number <= MAX_PAGES else 0


def format_line(verb: str, names: Iterable[str], options: Mapping[str, str]) -> str:
    """Return a command line of these names and options, for buttons; the name `{}` is a gap."""
    quoted = [f'"{name}"' if name != "{}" else name for name in names]
    settings = [f'{key}:"{value}"' for key, value in options.items() if key != "page"]
    return " ".join(part for part in (verb, ", ".join(quoted), *settings) if part)
