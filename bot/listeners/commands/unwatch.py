"""`unwatch`: take platforms off the channel's watchlist."""

from bot.listeners import channels, undo
from bot.listeners.call import Call
from bot.listeners.parsing import Line, rebuilt
from bot.listeners.platforms import BY_KEY
from bot.messages.answers import Choice, Problem, plain, problems
from bot.messages.escape import code, mrkdwn
from bot.messages.watching import unwatched
from clausewatch.catalogue.folding import folded
from clausewatch.model import Watch

MOST_CHOICES = 100


async def act(call: Call, line: Line) -> None:
    """Remove each platform named; tell the channel, with *Undo*."""
    if not line.names:
        example = code(f"{call.command} unwatch midjourney")
        await call.whisper(plain(f"Which platform? Type its name, such as {example}."))
        return
    channel = await call.channel()
    watched = await call.house.store.watches.in_channel(channel.id)
    template = rebuilt("unwatch", ["{}"], {})
    found = [_meant(call, name, watched, template) for name in line.names]
    removed = [
        gone
        for watch in dict.fromkeys(w.platform_key for w in found if isinstance(w, Watch))
        if (gone := await call.house.store.watches.remove(channel.id, watch)) is not None
    ]
    if removed:
        names = [watch.platform_name for watch in removed]
        value = undo.of_unwatch(removed)
        said = await call.say(unwatched(names, call.user_id, value))
        await channels.settle(call, channel, said)
    faults = [each for each in found if isinstance(each, Problem)]
    if faults:
        await call.whisper(problems(faults))


def _meant(call: Call, name: str, watched: tuple[Watch, ...], template: str) -> Watch | Problem:
    """Return the watch that a name means: exactly, by the catalogue, or by its beginning."""
    wanted = folded(name)
    if name.startswith(BY_KEY):
        return next(
            (watch for watch in watched if watch.platform_key == name.removeprefix(BY_KEY)),
            Problem("It is no longer on this channel's watchlist."),
        )
    exact = [w for w in watched if wanted in {folded(w.platform_key), folded(w.platform_name)}]
    if not exact:
        match = call.house.catalogue.find(name)
        keys = {p.key for p in (match.platform, *match.ambiguous) if p is not None}
        exact = [watch for watch in watched if watch.platform_key in keys]
    if len(exact) == 1:
        return exact[0]
    near = exact or [watch for watch in watched if wanted and wanted in folded(watch.platform_name)]
    choices = tuple(Choice(w.platform_name, BY_KEY + w.platform_key) for w in near[:MOST_CHOICES])
    shown = mrkdwn(name, 80)
    way = "Did you mean one of these?" if choices else f"{code(call.command + ' list')} shows it."
    sentence = f"“{shown}” is not on this channel's watchlist. {way}"
    return Problem(sentence, choices, template, is_ambiguous=len(choices) > 1)
