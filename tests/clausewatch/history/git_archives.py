"""Versions repositories written for tests: real git, invented services."""

import subprocess
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

RECORD = "Record new changes of {}"
REFILTER = "Apply technical or declaration upgrade on {}"
TOPICS = ("account data", "payment data", "messages", "pictures", "device data", "location",
          "contacts", "voice recordings", "purchases", "support requests")  # fmt: skip


@dataclass(frozen=True)
class Commit:
    """One commit: a text at a path, at a time in seconds."""

    path: str
    text: str
    at: int
    subject: str = RECORD


def render_policy(periods: dict[str, int] | None = None, *, words: int = 1, dated: str = "") -> str:
    """A privacy policy in Markdown; `periods` says for how many days a topic is kept."""
    lines = ["# Privacy Policy", ""]
    if dated:
        lines += [f"Last updated: {dated}", ""]
    lines += ["We explain here which personal data we collect, why we do so and whom we tell.", ""]
    for topic in TOPICS:
        days = (periods or {}).get(topic, 30)
        lines += [
            f"## Your {topic}",
            "",
            f"We collect your {topic} when you use our services, and keep it for {days} days.",
            "",
        ]
        lines += [
            f"We share your {topic} with provider {n} only where you agree to it, and you may"
            f" withdraw that consent for {topic} at any time under number {n} of your settings."
            for n in range(words)
        ]
        lines.append("")
    return "\n".join(lines)


def write_repository(path: Path, commits: Iterable[Commit], remote: str = "") -> Path:
    """Write a repository with these commits, in order."""
    path.mkdir(parents=True)
    _git(path, "init", "--quiet", "--initial-branch=main")
    if remote:
        _git(path, "remote", "add", "origin", remote)
    script = b"".join(_commit(each, is_first=n == 0) for n, each in enumerate(commits))
    _git(path, "fast-import", "--quiet", stdin=script)
    return path


def add_commits(path: Path, commits: Iterable[Commit]) -> None:
    """Add commits to a repository."""
    script = b"".join(
        _commit(each, is_first=n == 0, goes_on=True) for n, each in enumerate(commits)
    )
    _git(path, "fast-import", "--quiet", stdin=script)


def _commit(each: Commit, *, is_first: bool, goes_on: bool = False) -> bytes:
    subject = each.subject.format(each.path.removesuffix(".md").replace("/", " ")).encode()
    body = each.text.encode()
    who = f"committer Bot <bot@archive.example> {each.at} +0000\n".encode()
    start = b"from refs/heads/main^0\n" if is_first and goes_on else b""
    return (
        b"commit refs/heads/main\n" + who + b"data %d\n%b\n" % (len(subject), subject) + start
        + b'M 100644 inline "%b"\ndata %d\n%b\n' % (each.path.encode(), len(body), body)
    )  # fmt: skip


def _git(path: Path, *words: str, stdin: bytes = b"") -> None:
    subprocess.run(  # noqa: S603  # our own words
        ["git", "-C", str(path), *words],  # noqa: S607  # git as installed
        input=stdin,
        check=True,
        capture_output=True,
    )
