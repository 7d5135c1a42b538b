"""The processes of the bot that check the documents of a pass."""

import asyncio
import signal
from dataclasses import dataclass, field
from pathlib import Path

from benchmarks.figures import find_children
from tests.bot_processes import start_process


@dataclass
class BotProcesses:
    """`clausewatch run`, with the workers of a fleet beside it on PostgreSQL."""

    folder: Path
    database: str
    slack_url: str
    workers: int
    """Worker processes: those of the fleet, or those of the single `clausewatch run`."""
    processes: list[asyncio.subprocess.Process] = field(default_factory=list)

    @property
    def is_fleet(self) -> bool:
        """True if the workers are processes of their own."""
        return self.database.startswith("postgresql")

    def _make_settings(self) -> dict[str, str]:
        return {
            "SLACK_API_URL": self.slack_url,
            "DATA_DIR": str(self.folder),
            "CONFIRM_AFTER_MINUTES": "1",
            "WORKER_PROCESSES": "1" if self.is_fleet else str(self.workers),
            "DATABASE_URL": self.database,
            "FLEET": str(self.is_fleet),
        }

    async def start(self) -> None:
        """Start all processes."""
        commands = [("run",), *[("worker",)] * (self.workers if self.is_fleet else 0)]
        settings = self._make_settings()
        for number, command in enumerate(commands):
            name = f"{command[0]}-{number}"
            self.processes.append(await start_process(self.folder, name, command, settings))

    async def stop(self) -> None:
        """Stop all processes as an operator does."""
        for process in self.processes:
            if process.returncode is None:
                process.send_signal(signal.SIGTERM)
        await asyncio.gather(*(process.wait() for process in self.processes))
        self.processes.clear()

    def measure_memory(self) -> dict[str, float]:
        """Return the peak memory of each process and each of its children, in MB."""
        peaks: dict[str, float] = {}
        for number, process in enumerate(self.processes):
            name = "run" if number == 0 else f"worker {number}"
            for place, pid in enumerate([process.pid, *find_children(process.pid)]):
                peaks[f"{name}{f', process {place}' if place else ''}"] = _read_peak_memory(pid)
        return peaks


def _read_peak_memory(pid: int) -> float:
    status = Path(f"/proc/{pid}/status").read_text()
    # A process that has just ended has no memory left.
    line = next((line for line in status.splitlines() if line.startswith("VmHWM")), "VmHWM: 0 kB")
    return int(line.split()[1]) / 1024
