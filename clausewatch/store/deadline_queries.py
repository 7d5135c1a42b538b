"""The queries of deadlines: of waiting changes, and of documents that announce a day."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, Exists, Select, and_, case, exists, func, literal, select

from clausewatch.model.reading import Significance
from clausewatch.model.reviews import WAITING_STATUSES, ReviewStatus
from clausewatch.model.term_dates import DEADLINE_KINDS
from clausewatch.store import deliveries
from clausewatch.store.tables import (
    CHANGE,
    CHANNEL,
    DELIVERY,
    DOCUMENT,
    MUTE,
    PAGE,
    REVIEW,
    REVIEW_STEP,
    TERM_DATE,
    WATCH,
    WATCH_DOCUMENT,
    WORKSPACE,
)


def select_waiting(start: date, end: date, now: datetime | None = None) -> Select[Any]:
    """Return the query of deadlines of waiting changes, once per notified channel.

    With `now`, without the channels in which the platform is muted.
    """
    query = _select_notified().where(
        TERM_DATE.c.kind.in_([kind.value for kind in DEADLINE_KINDS]),
        TERM_DATE.c.on_day >= start,
        TERM_DATE.c.on_day <= end,
        CHANGE.c.standing != "reverted",
        WORKSPACE.c.inactive_reason.is_(None),
        func.coalesce(REVIEW_STEP.c.status, ReviewStatus.OPEN.value).in_(WAITING_STATUSES),
    )
    if now is None:
        return query
    is_muted = exists().where(
        MUTE.c.channel_id == DELIVERY.c.channel_id,
        MUTE.c.platform_key == DOCUMENT.c.platform_key,
        MUTE.c.until > now,
    )
    return query.where(~is_muted)


def _select_notified() -> Select[Any]:
    """Return the query of dates with the channels that their changes were queued for.

    Where Slack refused the card, the reminder may be the first that the channel reads of it.
    """
    is_notified = and_(
        DELIVERY.c.change_id == TERM_DATE.c.change_id,
        DELIVERY.c.kind.in_(deliveries.CHANGE_KINDS),
    )
    is_own_review = and_(
        REVIEW.c.change_id == TERM_DATE.c.change_id,
        REVIEW.c.workspace_id == DELIVERY.c.workspace_id,
    )
    first_url = select(PAGE.c.url).where(PAGE.c.document_id == DOCUMENT.c.id, PAGE.c.position == 0)
    columns = (
        DELIVERY.c.workspace_id,
        DELIVERY.c.channel_id,
        DELIVERY.c.created_at.label("notified_at"),
        DOCUMENT.c.platform_name,
        DOCUMENT.c.kind.label("document_kind"),
        first_url.scalar_subquery().label("url"),
        func.coalesce(REVIEW_STEP.c.assignee, "").label("assignee"),
    )
    return (
        select(TERM_DATE, *columns)
        .join(CHANGE, CHANGE.c.id == TERM_DATE.c.change_id)
        .join(DOCUMENT, DOCUMENT.c.id == TERM_DATE.c.document_id)
        .join(DELIVERY, is_notified)
        .join(CHANNEL, CHANNEL.c.id == DELIVERY.c.channel_id)
        .join(WORKSPACE, WORKSPACE.c.id == DELIVERY.c.workspace_id)
        .outerjoin(REVIEW, is_own_review)
        .outerjoin(REVIEW_STEP, REVIEW_STEP.c.id == REVIEW.c.step_id)
        .order_by(TERM_DATE.c.id, DELIVERY.c.id)
    )


def select_announced(start: date, end: date, now: datetime | None = None) -> Select[Any]:
    """Return the query of days that documents announce, once per watching channel.

    Without those of which a change tells the workspace, or that only the date of a text states.
    With `now`, without the channels in which the platform is muted.
    """
    query = (
        select(TERM_DATE, *_list_columns())
        .join(DOCUMENT, DOCUMENT.c.id == TERM_DATE.c.document_id)
        .join(WATCH_DOCUMENT, WATCH_DOCUMENT.c.document_id == DOCUMENT.c.id)
        .join(WATCH, WATCH.c.id == WATCH_DOCUMENT.c.watch_id)
        .join(CHANNEL, CHANNEL.c.id == WATCH.c.channel_id)
        .join(WORKSPACE, WORKSPACE.c.id == CHANNEL.c.workspace_id)
        .where(
            TERM_DATE.c.change_id.is_(None),
            TERM_DATE.c.kind.in_([kind.value for kind in DEADLINE_KINDS]),
            TERM_DATE.c.on_day >= start,
            TERM_DATE.c.on_day <= end,
            WORKSPACE.c.inactive_reason.is_(None),
            ~_is_told(),
        )
        .order_by(TERM_DATE.c.id, WATCH.c.id)
    )
    if now is None:
        return query
    is_muted = exists().where(
        MUTE.c.channel_id == WATCH.c.channel_id,
        MUTE.c.platform_key == WATCH.c.platform_key,
        MUTE.c.until > now,
    )
    return query.where(~is_muted)


def _list_columns() -> tuple[ColumnElement[Any], ...]:
    """Return the columns that the query of the deadlines of changes has as well."""
    first_url = select(PAGE.c.url).where(PAGE.c.document_id == DOCUMENT.c.id, PAGE.c.position == 0)
    is_later = WATCH.c.created_at > TERM_DATE.c.seen_at
    return (
        CHANNEL.c.workspace_id,
        WATCH.c.channel_id,
        case((is_later, WATCH.c.created_at), else_=TERM_DATE.c.seen_at).label("notified_at"),
        DOCUMENT.c.platform_name,
        DOCUMENT.c.kind.label("document_kind"),
        first_url.scalar_subquery().label("url"),
        literal("").label("assignee"),
    )


def _is_told() -> Exists:
    """Return the condition that a change with the same day is on record for the workspace."""
    told = TERM_DATE.alias()
    is_same_day = and_(
        told.c.document_id == TERM_DATE.c.document_id,
        told.c.kind == TERM_DATE.c.kind,
        told.c.on_day == TERM_DATE.c.on_day,
    )
    is_notified = (
        exists()
        .where(
            DELIVERY.c.change_id == CHANGE.c.id,
            DELIVERY.c.workspace_id == CHANNEL.c.workspace_id,
            DELIVERY.c.kind.in_(deliveries.CHANGE_KINDS),
        )
        .correlate(CHANGE, CHANNEL)
    )
    is_of_terms = CHANGE.c.significance == Significance.SUBSTANTIVE.value
    query = select(told.c.id).join(CHANGE, CHANGE.c.id == told.c.change_id)
    return (
        query.where(is_same_day, is_notified | ~is_of_terms).correlate(TERM_DATE, CHANNEL).exists()
    )
