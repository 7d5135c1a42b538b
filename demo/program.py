"""What Clausewatch does, as a story in under 20 seconds and without a network."""

import asyncio
import sys

from rich.console import Console as RichConsole

from bot.runtime.logs import configure_logs
from bot.terminal.printer import Printer
from demo.story import open_story

NEXT = """
[bold]Next[/bold]
  make run      watch real platforms, with posts in this terminal
  README.md     “Connect to Slack” takes ten minutes: a manifest and two tokens
"""
SITE = """\
The records of what you have just seen are pages as long as this runs. Ctrl-C ends it.
  open {url}
"""


async def play() -> None:
    """Play the story, with a heading above each step."""
    out = RichConsole(highlight=False)
    configure_logs("ERROR", as_json=False)
    async with open_story(Printer(out)) as story:
        out.rule("Two channels watch four platforms. A first check posts no change")
        await story.watch_platforms()
        out.rule("Days pass: two change a term, one its menu, one shows a CAPTCHA")
        story.change_pages()
        await story.pass_days()
        out.print("Ledgerly changed its menu and its cookie banner: nothing was posted about it.\n")
        out.rule("The redline of a change, and its review")
        await story.console.press(story.find_card("Pixelgrove"), "View redline")
        await story.console.press(story.find_card("Pixelgrove"), "Mark reviewed")
        await story.run_due_jobs()
        out.rule("The watchlist, and the changes")
        await story.type("/policy list")
        await story.type("/policy changes")
        out.print(NEXT)
        out.print(SITE.format(url=await story.build_site_url("/changes")), soft_wrap=True)
        if sys.stdout.isatty():
            await asyncio.Event().wait()


def main() -> None:
    """Play the story, and show its pages until Ctrl-C."""
    asyncio.run(play())
