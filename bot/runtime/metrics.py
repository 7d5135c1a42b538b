"""Metrics of this process and of the store, for Prometheus."""

import time
from dataclasses import dataclass, field
from datetime import datetime

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram

from clausewatch.checks.outcome import CheckOutcome
from clausewatch.checks.ports import Fetch
from clausewatch.errors import FetchError
from clausewatch.model.pages import NotModified, PageRequest, Snapshot
from clausewatch.store import Store

FETCH_BUCKETS = (0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30)
ALERT_BUCKETS = (1, 2, 5, 10, 30, 60, 300, 900, 3600)
HIDDEN_SECONDS = 5.0
"""Numbers of the store are asked for at most this often, however often they are scraped."""


@dataclass(slots=True)
class Metrics:
    """Counters of this process, and what the store says at a scrape."""

    registry: CollectorRegistry = field(default_factory=CollectorRegistry)
    outcomes: Counter = field(init=False)
    fetched: Histogram = field(init=False)
    alerted: Histogram = field(init=False)
    due: Gauge = field(init=False)
    lag: Gauge = field(init=False)
    documents: Gauge = field(init=False)
    deliveries: Gauge = field(init=False)
    posts: Gauge = field(init=False)
    versions: Gauge = field(init=False)
    _told_to: int = 0
    _asked: float = 0.0

    def __post_init__(self) -> None:
        """Name everything."""
        registry = self.registry
        self.outcomes = Counter(
            "clausewatch_outcomes", "Checks of this process", ["verdict"], registry=registry
        )
        self.fetched = Histogram(
            "clausewatch_fetch_seconds",
            "Fetching one page, by how it ended",
            ["ended"],
            buckets=FETCH_BUCKETS,
            registry=registry,
        )
        self.alerted = Histogram(
            "clausewatch_alert_latency_seconds",
            "From a change's record to its post",
            buckets=ALERT_BUCKETS,
            registry=registry,
        )
        self.due = self._gauge("due_documents", "Watched documents that are due")
        self.lag = self._gauge("lag_seconds", "How long the oldest has been due")
        self.documents = self._gauge("watched_documents", "Watched documents")
        self.deliveries = self._gauge("deliveries", "Deliveries", "state")
        self.posts = self._gauge("posts", "Slack messages", "state")
        self.versions = self._gauge("versions", "Versions by extractor release", "release")

    def _gauge(self, name: str, text: str, *labels: str) -> Gauge:
        return Gauge(f"clausewatch_{name}", text, labels, registry=self.registry)

    def recorded(self, outcome: CheckOutcome) -> None:
        """Count an outcome."""
        self.outcomes.labels(outcome.verdict.value).inc()

    def timed(self, fetch: Fetch) -> Fetch:
        """Return the same fetch with its time measured."""

        async def measured(request: PageRequest, now: datetime) -> Snapshot | NotModified:
            began = time.perf_counter()
            ended = "failed"
            try:
                answer = await fetch(request, now)
                ended = "304" if isinstance(answer, NotModified) else "200"
            except FetchError as fault:
                ended = type(fault).__name__.lower()
                raise
            finally:
                self.fetched.labels(ended).observe(time.perf_counter() - began)
            return answer

        return measured

    async def refresh(self, store: Store, now: datetime) -> None:
        """Ask the store. Raises StoreError."""
        if self._asked and time.monotonic() - self._asked < HIDDEN_SECONDS:
            return
        found = await store.metrics.measure(now)
        self.due.set(found.due)
        self.lag.set(found.lag.total_seconds())
        self.documents.set(found.documents)
        for gauge, counts in (
            (self.deliveries, found.deliveries),
            (self.posts, found.posts),
            (self.versions, found.extractors),
        ):
            gauge.clear()
            for label, count in counts.items():
                gauge.labels(label).set(count)
        for post_id, latency in await store.metrics.find_sent_alerts(self._told_to):
            self.alerted.observe(max(latency.total_seconds(), 0.0))
            self._told_to = post_id
        self._asked = time.monotonic()
