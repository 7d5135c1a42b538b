"""The text of a page that a browser shows: waited for, with its shadow trees and frames."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from playwright.async_api import Page

STEP_SECONDS = 0.3
STABLE_STEPS = 4
MAX_HTML_CHARS = 10_000_000
_MEASURE_TEXT = "() => document.body ? document.body.innerText.length : 0"
_SCROLL_DOWN = "() => window.scrollBy(0, Math.max(400, window.innerHeight))"
# The serialisation of a page lacks the text of its open shadow trees.
_SERIALISE = """() => {
  for (const host of document.querySelectorAll('*')) {
    if (!host.shadowRoot) continue;
    const shown = document.createElement('div');
    shown.innerHTML = host.shadowRoot.innerHTML;
    host.append(shown);
  }
  return '<!DOCTYPE html>' + document.documentElement.outerHTML;
}"""
MAX_FRAMES = 8
MIN_FRAME_CHARS = 600
"""Shorter frames are buttons, counters and advertisements; the text of longer ones is inlined."""
_READ_FRAME = """least => document.body && document.body.innerText.length >= least
  ? document.body.innerHTML : null"""
_REPLACE_FRAME = """(frame, html) => {
  const shown = document.createElement('div');
  shown.innerHTML = html;
  frame.replaceWith(shown);
}"""


async def read_page(page: Page, settle_seconds: float) -> str:
    """Return the HTML of a loaded page once its text has settled, with the text of its frames."""
    await _settle(page, settle_seconds)
    await _replace_frames(page)
    html: str = await page.evaluate(_SERIALISE)
    return html[:MAX_HTML_CHARS]


async def _settle(page: Page, settle_seconds: float) -> None:
    """Scroll down, as a person would, until the length of the text stays the same."""
    length, stable_steps = -1, 0
    for _ in range(int(settle_seconds / STEP_SECONDS)):
        await page.evaluate(_SCROLL_DOWN)
        await asyncio.sleep(STEP_SECONDS)
        new_length: Any = await page.evaluate(_MEASURE_TEXT)
        is_stable = new_length == length and new_length > 0
        stable_steps = stable_steps + 1 if is_stable else 0
        length = new_length
        if stable_steps >= STABLE_STEPS:
            return


async def _replace_frames(page: Page) -> None:
    """Replace frames by their content: some sites show a policy in a frame of another host."""
    for frame in page.frames[1 : MAX_FRAMES + 1]:
        html: str | None = await frame.evaluate(_READ_FRAME, MIN_FRAME_CHARS)
        if html is not None:
            element = await frame.frame_element()
            await element.evaluate(_REPLACE_FRAME, html[:MAX_HTML_CHARS])
