"""What a person's system asks for: less motion, and colors of her own, in every view."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page
from system.e2e.instrument import OpenPage
from system.e2e.page.test_matrix import STATES, at_rest, shown

pytestmark = pytest.mark.by_need

MOVING = """() => [...document.querySelectorAll("*")].filter((element) => {
  const { animationName, animationDuration, transitionDuration } = getComputedStyle(element);
  const lasts = (durations) => durations.split(",").some((each) => parseFloat(each) > 0);
  return (animationName !== "none" && lasts(animationDuration)) || lasts(transitionDuration);
}).slice(0, 5).map((element) => element.outerHTML.slice(0, 120))"""

# Pairs of controls side by side of which one is chosen, and how each looks but for its words.
ALIKE = """() => {
  const CHOSEN = "[aria-pressed=true], [aria-current], [aria-selected=true], [aria-checked=true]";
  const look = (element) => {
    const style = getComputedStyle(element);
    const ground = element.matches("g") ? getComputedStyle(element.firstElementChild).fill : "";
    return [ground, style.backgroundColor, style.color, style.borderBottomColor,
      style.borderBottomWidth, style.borderBottomStyle, style.outlineStyle,
      style.textDecorationLine, style.fontWeight,
      getComputedStyle(element, "::after").content, getComputedStyle(element, "::before").content,
    ].join(" ");
  };
  const shown = (element) => element.checkVisibility({ visibilityProperty: true });
  return [...document.querySelectorAll(CHOSEN)].filter(shown).flatMap((chosen) => {
    const others = [...(chosen.parentElement?.children ?? [])]
      .filter((other) => other !== chosen && other.tagName === chosen.tagName && shown(other))
      .filter((other) => !other.matches(CHOSEN));
    const alike = others.some((other) => look(other) === look(chosen));
    return alike ? [chosen.outerHTML.slice(0, 120)] : [];
  });
}"""

# Texts in the color of the paper: behind them the browser paints paper, unless they forbid it.
UNREADABLE = """() => {
  const probe = document.body.appendChild(document.createElement("i"));
  probe.style.color = "Canvas";
  const paper = getComputedStyle(probe).color;
  probe.remove();
  return [...document.querySelectorAll("body *")].filter((element) => {
    const { color, forcedColorAdjust } = getComputedStyle(element);
    const says = [...element.childNodes].some((node) => node.nodeType === 3 && node.data.trim());
    return says && color === paper && forcedColorAdjust !== "none"
      && element.checkVisibility({ visibilityProperty: true });
  }).map((element) => element.outerHTML.slice(0, 120));
}"""


def walk(page: Page, script: str) -> dict[str, list[str]]:
    """What the script gives in each view where it gives anything."""
    faults = {}
    for state in STATES:
        faults[state] = shown(page, state).evaluate(script)
    return {state: fault for state, fault in faults.items() if fault}


def test_nothing_moves_in_any_view_for_those_who_asked_for_less_motion(
    open_page: OpenPage,
) -> None:
    page = open_page("/?shelf", reduced_motion="reduce")
    at_rest(page)
    assert page.evaluate(MOVING) == []
    assert walk(page, MOVING) == {}


@pytest.mark.parametrize("faults", [ALIKE, UNREADABLE], ids=["chosen", "texts"])
def test_what_is_chosen_and_every_text_is_seen_in_colors_of_ones_own(
    open_page: OpenPage, faults: str
) -> None:
    page = open_page("/?shelf", forced_colors="active")
    at_rest(page)
    assert walk(page, faults) == {}


@pytest.mark.parametrize("place", ["/?shelf", "/#v1/compare"])
def test_the_answers_in_a_glass_are_told_apart_in_colors_of_ones_own(
    open_page: OpenPage, place: str
) -> None:
    page = open_page(place, forced_colors="active")
    at_rest(page)
    fills: dict[str, list[str]] = page.evaluate(
        """() => {
          const fills = {};
          // How the pattern is drawn that a part is filled with, colors and all.
          const drawn = (rect) => {
            const pattern = document.querySelector(/#[^")]*/.exec(rect.getAttribute("fill"))[0]);
            return [...pattern.querySelectorAll("*")].map((shape) => {
              const { fill, stroke } = getComputedStyle(shape);
              return `${shape.tagName} ${shape.getAttribute("d")} ${fill} ${stroke}`;
            }).join("; ");
          };
          for (const liquid of document.querySelectorAll(".liquid[data-answer]"))
            (fills[liquid.dataset.answer] ??= []).push(drawn(liquid.querySelector("rect")));
          return fills;
        }"""
    )
    looks = {answer: frozenset(each) for answer, each in fills.items()}
    assert len(looks) >= 2
    assert len(set(looks.values())) == len(looks), looks
