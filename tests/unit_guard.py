"""The pytest plugin of `make unit`: a test that starts a process or uses a socket fails."""

import sys

FORBIDDEN_EVENTS = frozenset(
    {"subprocess.Popen", "os.fork", "os.posix_spawn", "socket.connect", "socket.bind"}
)


def refuse_event(event: str, _: tuple[object, ...]) -> None:
    """Raise on an audit event that reaches outside this process."""
    if event in FORBIDDEN_EVENTS:
        raise RuntimeError(f"a unit test raised {event}; list its file in NOT_UNIT of the Makefile")


sys.addaudithook(refuse_event)
