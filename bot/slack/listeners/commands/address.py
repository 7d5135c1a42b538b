"""`address`: give a document a new URL."""

from bot.slack.listeners import remedies
from bot.slack.listeners.call import Call
from bot.slack.listeners.command_line import ArgumentError, CommandLine, add_scheme, format_line
from bot.slack.listeners.document_lookup import ask_which_document, find_documents
from bot.slack.messages.answers import Problem, render_problems
from bot.slack.messages.escape import code

OPTIONS = ("docs",)


async def change_url(call: Call, line: CommandLine) -> None:
    """Watch a new URL instead of that of the document named."""
    words = [add_scheme(word) for name in line.names for word in name.split()]
    urls = [word for word in words if "://" in word]
    name = " ".join(word for word in words if "://" not in word)
    if len(urls) != 1 or not name:
        example = code(f"{call.command} address midjourney privacy https://example.com/privacy")
        raise ArgumentError(
            f"{code('address')} takes a document and one new URL, such as {example}."
        )
    template = format_line("address", ["{}", urls[0]], line.options)
    statuses = await find_documents(call, name, line, template)
    if isinstance(statuses, Problem):
        await call.reply(render_problems([statuses]))
    elif len(statuses) == 1:
        await remedies.change_url(call, statuses[0].document.id, urls[0])
    else:
        await call.reply(render_problems([ask_which_document(statuses, "address", urls)]))
