"""From a typed or pressed command line to the verb that handles it."""

import re
from collections.abc import Sequence
from dataclasses import replace
from functools import partial

from bot.slack.listeners.call import Call
from bot.slack.listeners.command_line import ArgumentError, CommandLine, parse_line
from bot.slack.listeners.commands.help import (
    OBVIOUS_LIKENESS,
    correct_verb,
    find_similar_verbs,
    report_unknown_verb,
)
from bot.slack.listeners.commands.mute import read_trailing_span
from bot.slack.listeners.commands.verb import Verb
from bot.slack.listeners.commands.verbs import ALLOWED_OPTIONS, VERBS_BY_NAME
from bot.slack.listeners.doubtful_lines import is_doubtful
from bot.slack.listeners.guessed_requests import GuessedRequests, guess_requests, read_as_sentence
from bot.slack.listeners.phrases import rewrite, strip_question_lead
from bot.slack.listeners.questions import find_meaning, find_named_platform
from bot.slack.listeners.request import Request
from bot.slack.listeners.request_offers import offer_request, offer_requests
from bot.slack.listeners.request_words import (
    REVERSIBLE_VERBS,
    WEAK_VERBS,
    asks_for_state,
    begins_as_question,
    begins_question,
    begins_request,
    has_negation,
)
from bot.slack.listeners.requests import ALL, find_request
from bot.slack.listeners.suggested_requests import stops_messages, suggest_requests
from bot.slack.messages.answers import (
    Problem,
    add_share_button,
    add_sharer,
    render_channel_required,
    render_problems,
)
from bot.slack.messages.blocks import Message

_TYPED_OPTION = re.compile(r"[a-z]:(?=[^\s\d/])", re.IGNORECASE)
"""An option, which no sentence has; `7:30` and a URL are none."""
MIN_SENTENCE_WORDS = 4
"""So many words are a sentence, which may contain a word such as `contract` by chance."""
HARMLESS_VERBS = frozenset(verb.name for verb in VERBS_BY_NAME.values() if verb.answer) | {"check"}
"""The verbs that undo nothing, so that a sentence that names one is not asked about."""
SETTING_VERBS = frozenset({"digest", "settings"})
"""The verbs that take words as people say them, so that a mistake may be a sentence."""
VERBS_BY_WORD = {word: verb.name for word, verb in VERBS_BY_NAME.items()}
EXPORT, MUTE = "export", "mute"
ANSWERING_VERBS = HARMLESS_VERBS - {"check", EXPORT}
"""The verbs that only answer the person who asks: a check alerts, an export may post a file."""
DIRECT_MESSAGE_PREFIX = "D"
"""First letter of the ids of direct messages, in which the bot cannot post."""


async def answer_command(call: Call) -> None:
    """Answer the slash command."""
    text = strip_question_lead(strip_command(str(call.body.get("text") or ""), call.command))
    rewritten = rewrite(text, ALLOWED_OPTIONS, partial(_is_catalogued, call))
    try:
        await _answer_text(call, text, rewritten)
    except ArgumentError as error:
        is_setting = rewritten.partition(" ")[0] in SETTING_VERBS
        if not is_setting or _TYPED_OPTION.search(text):
            raise
        request = await read_as_sentence(call, text, rewritten.partition(" ")[0])
        if request is None or not request.is_change:
            raise
        await call.reply(render_problems([offer_requests([request], call.command, str(error))]))


async def _answer_text(call: Call, text: str, rewritten: str) -> None:
    request = await _find_request(call, text, rewritten)
    if request is None:
        await _answer_without_request(call, text, rewritten)
    elif request.verb in REVERSIBLE_VERBS and (request.is_negated or asks_for_state(text)):
        await run_line(call, request.state_line)
    elif _is_harmless(call, request) or not request.is_change:
        await run_line(call, request.line)
    else:
        await call.reply(render_problems([offer_request(request, call.command)]))


async def _answer_without_request(call: Call, text: str, rewritten: str) -> None:
    """Run a command line, or what a text without a verb means as far as examples tell."""
    line = await _find_meaning(call, text, rewritten)
    parsed = _parse(rewritten)
    verb = None if parsed is None else VERBS_BY_NAME.get(parsed.verb)
    is_command = parsed is None or (verb and not await _is_doubtful(call, verb, parsed))
    if is_command or _TYPED_OPTION.search(text):
        await _run_typed(call, text, line or rewritten)
        return
    guess = await guess_requests(call, text)
    if line is not None and not guess.is_certain:
        await _run_typed(call, text, line)
    elif guess.requests and (verb is None or _is_better(guess, verb)):
        if verb is not None and verb.answer is None and guess.requests[0].verb != verb.name:
            guess = replace(guess, is_sure=False)  # the verb that was typed acts
        await _answer_guess(call, text, guess)
    elif line is None and await _offer_suggestions(call, text, verb):
        return
    else:
        await _run_typed(call, text, line or rewritten)


async def _run_typed(call: Call, text: str, line: str) -> None:
    """Run a command line, or offer it if the text only asks about what it would do."""
    parsed = _parse(line)
    verb = None if parsed is None else VERBS_BY_NAME.get(parsed.verb)
    if parsed is not None and verb is not None and stops_messages(text, parsed):
        requests = [Request(MUTE, ALL), Request("settings")]
        await call.reply(render_problems([offer_requests(requests, call.command)]))
    elif parsed is not None and verb is not None and _asks_to_act(text, verb, parsed):
        request = Request(parsed.verb, parsed.rest, options=parsed.options)
        await call.reply(render_problems([offer_request(request, call.command)]))
    else:
        await run_line(call, line)


def _asks_to_act(text: str, verb: Verb, line: CommandLine) -> bool:
    """Return whether a text such as `unwatch zoom?` only asks for what a line would change.

    `can you unwatch zoom?` is a request. A URL may end with a question mark.
    """
    is_act = verb.name not in HARMLESS_VERBS and ALLOWED_OPTIONS[verb.name] is not None
    is_asked = text.rstrip().endswith("?") and "/" not in text.rsplit(maxsplit=1)[-1]
    has_object = bool(line.rest or line.options)
    return is_act and is_asked and has_object and not begins_as_question(text)


async def _offer_suggestions(call: Call, text: str, verb: Verb | None) -> bool:
    """Offer what a text without a clear meaning may ask for; return whether there is anything.

    A verb that acts, or that few words follow, says better itself what it cannot do. For a mistyped
    one and for a name alone there are other offers.
    """
    is_act = verb is not None and verb.answer is None
    is_short = len(text.split()) < MIN_SENTENCE_WORDS
    is_typo = bool(find_similar_verbs(text, VERBS_BY_NAME, OBVIOUS_LIKENESS))
    if is_act or (is_short and (verb is not None or is_typo)) or _is_catalogued(call, text):
        return False
    requests = await suggest_requests(call, text, VERBS_BY_WORD)
    if requests:
        await call.reply(render_problems([offer_requests(requests, call.command)]))
    return bool(requests)


async def _answer_guess(call: Call, text: str, guess: GuessedRequests) -> None:
    """Run a sure guess that only answers, show how things are if negated, offer any other."""
    best = guess.requests[0]
    if best.verb in REVERSIBLE_VERBS and (asks_for_state(text) or has_negation(text)):
        await run_line(call, best.state_line)
    elif best.verb in ANSWERING_VERBS and guess.is_sure:
        await run_line(call, best.line)
    else:
        offered: Sequence[Request] = guess.requests[:1]
        if not guess.is_sure:
            offered = await suggest_requests(call, text, VERBS_BY_WORD, guess.requests)
        await call.reply(render_problems([offer_requests(offered, call.command)]))


def _is_harmless(call: Call, request: Request) -> bool:
    """Return whether a named request undoes nothing and posts no file, as an export may."""
    is_upload = request.verb == EXPORT and call.context.site_links is None
    return request.verb in HARMLESS_VERBS and not is_upload


def _is_better(guess: GuessedRequests, verb: Verb) -> bool:
    """Return whether a guess says better what is meant than the verb that a line begins with."""
    is_other = guess.is_sure and guess.requests[0].verb != verb.name
    return guess.is_certain or (is_other and verb.answer is not None)


def _is_catalogued(call: Call, name: str) -> bool:
    return call.context.catalogue.find_exact(name) is not None


async def _find_request(call: Call, text: str, rewritten: str) -> Request | None:
    """Return the request that a text makes, if it is not the command line that it looks like.

    A line with options or a URL is a command. So is one whose names can be found.
    """
    line = _parse(rewritten)
    if line is None:
        return None
    verb = VERBS_BY_NAME.get(line.verb)
    if verb is None:
        is_sentence = begins_question(text) or begins_request(text)
        is_typo = not is_sentence and correct_verb(call, line, VERBS_BY_NAME) is not None
        request = None if is_typo else await find_request(call, text)
        if request is not None and request.verb in WEAK_VERBS and begins_question(text):
            # `who can look at our files` asks for a clause and not for records
            return None if await find_meaning(call, rewritten) is not None else request
        return request
    if _TYPED_OPTION.search(text) or not await _is_doubtful(call, verb, line):
        return None
    request = await find_request(call, text)
    return request if request is not None and request.is_whole else None


async def _is_doubtful(call: Call, verb: Verb, line: CommandLine) -> bool:
    """Return whether a line that begins with a verb may be a sentence."""
    line = read_trailing_span(line) if verb.name == MUTE else line
    return await is_doubtful(call, verb.name, line)


async def _find_meaning(call: Call, text: str, rewritten: str) -> str | None:
    """Return the command line that answers a question about a clause, or puts a verb right."""
    line = _parse(rewritten)
    if line is None or line.verb in VERBS_BY_NAME:
        return None
    is_question = begins_question(text)
    corrected = None if is_question else correct_verb(call, line, VERBS_BY_NAME)
    if corrected is not None:
        return corrected
    is_long = len(text.split()) >= MIN_SENTENCE_WORDS
    return await find_meaning(call, rewritten, is_strict=is_long and not is_question)


def _parse(rewritten: str) -> CommandLine | None:
    """Return the parsed line, or None if running it says what is wrong with it."""
    try:
        return parse_line(rewritten, ALLOWED_OPTIONS)
    except ArgumentError:
        return None


def strip_command(text: str, command: str) -> str:
    """Return the line without a repeated command, as in `/policy /policy watch`."""
    first_word, _, rest = text.strip().partition(" ")
    is_command = first_word.casefold() in {command, command.removeprefix("/")}
    return rest if is_command else text


async def run_line(call: Call, text: str, *, is_replacing: bool = False) -> None:
    """Run a command line and answer the user. Raises ArgumentError with one sentence.

    With `is_replacing` an answer replaces the message whose button was pressed.
    """
    line = parse_line(text, ALLOWED_OPTIONS)
    verb = VERBS_BY_NAME.get(line.verb)
    if verb is None:
        await _answer_unknown_verb(call, line)
    elif verb.is_for_channel and call.channel_id.startswith(DIRECT_MESSAGE_PREFIX):
        await call.reply(render_channel_required(call.command))
    elif verb.run is not None:
        await verb.run(call, line)
    else:
        message, is_answer = await answer_line(call, line)
        if is_answer and verb.is_shareable and not message.is_empty:
            message = add_share_button(message, format_same_line(line))
        await call.reply(message, replace=is_replacing)


async def _answer_unknown_verb(call: Call, line: CommandLine) -> None:
    """Offer the verbs that may be meant, or verbs for the platform that was named."""
    typed = f"{line.verb} {line.rest}".strip()
    template = f"{{}} {line.rest}".strip()
    platform = await find_named_platform(call, typed)
    problem = report_unknown_verb(call, typed, VERBS_BY_NAME, template, platform)
    await call.reply(render_problems([problem]))


async def answer_line(call: Call, line: CommandLine) -> tuple[Message, bool]:
    """Return the message of a verb that answers, and whether it is an answer to the line.

    A message that is not an answer asks the user to choose.
    """
    verb = VERBS_BY_NAME[line.verb]
    if verb.answer is None:
        raise ValueError(line.verb)
    result = await verb.answer(call, line)
    if isinstance(result, Problem):
        return render_problems([result]), False
    return result, True


async def share_answer(call: Call, text: str) -> str | None:
    """Post an answer in the channel; return Slack's error code, or None after a success."""
    line = parse_line(text, ALLOWED_OPTIONS)
    message, _ = await answer_line(call, line)
    return await call.post(add_sharer(message, call.user_id))


def format_same_line(line: CommandLine) -> str:
    """Return the command line that gives the same answer."""
    options = [f'{key}:"{value}"' for key, value in line.options.items()]
    return " ".join(part for part in (line.verb, line.rest, *options) if part)
