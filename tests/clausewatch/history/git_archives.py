"""Versions repositories for tests, written with git for invented services."""

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
    """A commit that writes a text to a path."""

    path: str
    text: str
    time: int
    """Seconds since 1970."""
    subject: str = RECORD


def render_policy(
    periods: dict[str, int] | None = None, *, repeats: int = 1, stated_date: str = ""
) -> str:
    """Return a privacy policy in Markdown; `periods` has the retention of topics in days."""
    lines = ["# Privacy Policy", ""]
    if stated_date:
        lines += [f"Last updated: {stated_date}", ""]
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
            for n in range(repeats)
        ]
        lines.append("")
    return "\n".join(lines)


def write_repository(path: Path, commits: Iterable[Commit], remote: str = "") -> Path:
    """Write a repository with these commits, in order, and return its path."""
    path.mkdir(parents=True)
    _run_git(path, "init", "--quiet", "--initial-branch=main")
    if remote:
        _run_git(path, "remote", "add", "origin", remote)
    script = b"".join(_format_commit(commit, is_first=n == 0) for n, commit in enumerate(commits))
    _run_git(path, "fast-import", "--quiet", stdin=script)
    return path


def add_commits(path: Path, commits: Iterable[Commit]) -> None:
    """Add commits to a repository."""
    script = b"".join(
        _format_commit(commit, is_first=n == 0, continues=True) for n, commit in enumerate(commits)
    )
    _run_git(path, "fast-import", "--quiet", stdin=script)


def _format_commit(commit: Commit, *, is_first: bool, continues: bool = False) -> bytes:
    subject = commit.subject.format(commit.path.removesuffix(".md").replace("/", " ")).encode()
    body = commit.text.encode()
    who = f"committer Bot <bot@archive.example> {commit.time} +0000\n".encode()
    start = b"from refs/heads/main^0\n" if is_first and continues else b""
    return (
        b"commit refs/heads/main\n" + who + b"data %d\n%b\n" % (len(subject), subject) + start
        + b'M 100644 inline "%b"\ndata %d\n%b\n' % (commit.path.encode(), len(body), body)
    )  # fmt: skip


def _run_git(path: Path, *arguments: str, stdin: bytes = b"") -> None:
    subprocess.run(  # noqa: S603  # fixed arguments
        ["git", "-C", str(path), *arguments],  # noqa: S607  # git as installed
        input=stdin,
        check=True,
        capture_output=True,
    )
