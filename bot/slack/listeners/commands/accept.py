"""`accept`: accept the present text of an unreadable document as the policy."""

from bot.slack.listeners import remedies
from bot.slack.listeners.call import Call
from bot.slack.listeners.command_line import ArgumentError, CommandLine, format_line
from bot.slack.listeners.document_lookup import ask_which_document, find_documents
from bot.slack.messages.answers import Problem, render_problems, render_sentence
from bot.slack.messages.escape import code, escape
from clausewatch.notifications.deliveries import UNFETCHED_CODES

OPTIONS = ("docs",)


async def accept_document(call: Call, line: CommandLine) -> None:
    """Accept the present text of the document named."""
    name = " ".join(line.names)
    if not name:
        example = code(f"{call.command} accept midjourney terms")
        raise ArgumentError(
            f"Which document? Enter a platform and a document type, such as {example}."
        )
    template = format_line("accept", ["{}"], line.options)
    statuses = await find_documents(call, name, line, template)
    if isinstance(statuses, Problem):
        await call.reply(render_problems([statuses]))
        return
    unreadable = [status for status in statuses if status.unreadable is not None]
    fetched = [
        status
        for status in unreadable
        if status.unreadable and status.unreadable.code not in UNFETCHED_CODES
    ]
    if len(fetched) > 1:
        await call.reply(render_problems([ask_which_document(fetched, "accept")]))
    elif not unreadable and len(statuses) > 1:
        name = escape(statuses[0].document.platform_name, 80)
        sentence = f"All documents of {name} are available. There's nothing to do."
        await call.reply(render_sentence(sentence))
    else:
        await remedies.accept_document(call, (fetched or unreadable or statuses)[0].document.id)
