"""`make demo`: what Clausewatch does, in under 20 seconds and without a network."""

import asyncio

from rich.console import Console as RichConsole

from bot.runtime.logs import configure_logs
from bot.terminal.printer import Printer
from demo.story import story

NEXT = """
[bold]Next[/bold]
  make run                          watch real platforms, with posts in this terminal
  README.md, “Connect to Slack”: paste slack-manifest.json, put two tokens into .env,
                                    make run, and type /policy watch zoom in a channel
"""


async def main() -> None:
    """Tell the story."""
    out = RichConsole(highlight=False)
    configure_logs("ERROR", as_json=False)
    async with story(Printer(out)) as told:
        out.rule(
            "Two channels watch four invented platforms. The first look tells nobody of a change"
        )
        await told.watch()
        out.rule("Two change a term, one only its menu and banner, one shows a captcha. Days pass")
        told.change_the_web()
        await told.days_pass()
        out.print("Ledgerly swapped its menu and its cookie banner: nothing was said about it.\n")
        out.rule("The redline of a change, and its review")
        await told.console.press(told.card("Pixelgrove"), "View redline")
        await told.console.press(told.card("Pixelgrove"), "Reviewed")
        await told.settle()
        out.rule("What is watched, and what changed")
        await told.command("/policy list")
        await told.command("/policy changes")
    out.print(NEXT)


if __name__ == "__main__":
    asyncio.run(main())
