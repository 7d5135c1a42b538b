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
REFRESH_SECONDS = 5.0
"""Minimum time between two queries of the store, however often the metrics are scraped."""


@dataclass(slots=True)
class Metrics:
    """Counters of this process, and numbers of the store as of the last refresh."""

    registry: CollectorRegistry = field(default_factory=CollectorRegistry)
    outcomes: Counter = field(init=False)
    fetch_seconds: Histogram = field(init=False)
    alert_seconds: Histogram = field(init=False)
    due: Gauge = field(init=False)
    lag: Gauge = field(init=False)
    documents: Gauge = field(init=False)
    deliveries: Gauge = field(init=False)
    posts: Gauge = field(init=False)
    versions: Gauge = field(init=False)
    _last_post_id: int = 0
    """The last post whose latency was observed."""
    _refreshed_at: float = 0.0

    def __post_init__(self) -> None:
        """Register all metrics."""
        registry = self.registry
        self.outcomes = Counter(
            "clausewatch_outcomes", "Checks of this process", ["verdict"], registry=registry
        )
        self.fetch_seconds = Histogram(
            "clausewatch_fetch_seconds",
            "Fetching one page, by how it ended",
            ["ended"],
            buckets=FETCH_BUCKETS,
            registry=registry,
        )
        self.alert_seconds = Histogram(
            "clausewatch_alert_latency_seconds",
            "From a change's record to its post",
            buckets=ALERT_BUCKETS,
            registry=registry,
        )
        self.due = self._make_gauge("due_documents", "Watched documents that are due")
        self.lag = self._make_gauge("lag_seconds", "How long the oldest has been due")
        self.documents = self._make_gauge("watched_documents", "Watched documents")
        self.deliveries = self._make_gauge("deliveries", "Deliveries", "state")
        self.posts = self._make_gauge("posts", "Slack messages", "state")
        self.versions = self._make_gauge("versions", "Versions by extractor release", "release")

    def _make_gauge(self, name: str, text: str, *labels: str) -> Gauge:
        return Gauge(f"clausewatch_{name}", text, labels, registry=self.registry)

    def count_outcome(self, outcome: CheckOutcome) -> None:
        """Count a check by its verdict."""
        self.outcomes.labels(outcome.verdict.value).inc()

    def measure_fetch(self, fetch: Fetch) -> Fetch:
        """Return a fetch that observes its duration, whether it succeeds or fails."""

        async def measure(request: PageRequest, now: datetime) -> Snapshot | NotModified:
            began = time.perf_counter()
            ended = "failed"
            try:
                answer = await fetch(request, now)
                ended = "304" if isinstance(answer, NotModified) else "200"
            except FetchError as error:
                ended = type(error).__name__.lower()
                raise
            finally:
                self.fetch_seconds.labels(ended).observe(time.perf_counter() - began)
            return answer

        return measure

    async def refresh(self, store: Store, now: datetime) -> None:
        """Query the store, unless it was queried just before. Raises StoreError."""
        if self._refreshed_at and time.monotonic() - self._refreshed_at < REFRESH_SECONDS:
            return
        measurement = await store.metrics.measure(now)
        self.due.set(measurement.due)
        self.lag.set(measurement.lag.total_seconds())
        self.documents.set(measurement.documents)
        for gauge, counts in (
            (self.deliveries, measurement.deliveries),
            (self.posts, measurement.posts),
            (self.versions, measurement.extractors),
        ):
            gauge.clear()
            for label, count in counts.items():
                gauge.labels(label).set(count)
        for post_id, latency in await store.metrics.find_sent_alerts(self._last_post_id):
            self.alert_seconds.observe(max(latency.total_seconds(), 0.0))
            self._last_post_id = post_id
        self._refreshed_at = time.monotonic()
