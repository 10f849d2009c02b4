"""Waiting for what a page has put off: debounced addresses, delayed requests, fading figures."""

from __future__ import annotations

from playwright.sync_api import Page


def let_timers_fire(page: Page, milliseconds: int = 400) -> None:
    """Waits until what ``page`` has put off by at most so many milliseconds is done.

    The wait is a timer of the page itself. Timers fire in the order of their times, so that what
    was put off before fires before, however busy the machine is; a clock outside the page would
    only make it likely.
    """
    page.evaluate("wait => new Promise((fire) => setTimeout(fire, wait))", milliseconds)
