"""`accept`: accept the present text of a document in doubt, or unreadable, as the policy."""

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
    open_statuses = [s for s in statuses if s.unreadable is not None or s.remark is not None]
    fetched = [
        status
        for status in open_statuses
        if status.unreadable is None or status.unreadable.code not in UNFETCHED_CODES
    ]
    if len(fetched) > 1:
        await call.reply(render_problems([ask_which_document(fetched, "accept")]))
    elif not open_statuses and len(statuses) > 1:
        name = escape(statuses[0].document.platform_name, 80)
        sentence = f"All documents of {name} are available. There's nothing to do."
        await call.reply(render_sentence(sentence))
    else:
        await remedies.accept_document(call, (fetched or open_statuses or statuses)[0].document.id)
