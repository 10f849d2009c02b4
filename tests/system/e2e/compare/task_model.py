"""What Compare should show of a task after any edit: a slow, plain model, written from the page's
description and not from its code. Texts are as the prompt holds them, with their leading space."""

from __future__ import annotations

import json
from dataclasses import dataclass, field, replace
from typing import Any

from system.e2e.instrument import ROOT

MOST_ROWS = 9
MOST_SHOTS = 16
Pairs = list[tuple[str, str]]


def gallery(task: str) -> dict[str, Any]:
    path = ROOT / "web" / "src" / "gallery" / task / "task.json"
    data: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    return data


def distinct(texts: list[str]) -> list[str]:
    return list(dict.fromkeys(text for text in texts if text.strip()))


@dataclass
class Task:
    """A draft: its examples by set, its question, and the rows if a person chose them."""

    task: str | None
    sets: dict[str, Pairs]
    set: str
    question: str
    expected: str | None
    template: str
    instruction: str = ""
    k: int = 4
    pinned: list[str] | None = None
    order: list[str] = field(default_factory=list)  # rows as they stood before the last edit
    truth: dict[str, dict[str, str]] = field(default_factory=dict)  # by set, before labels moved

    @classmethod
    def of_gallery(cls, task: str) -> Task:
        data = gallery(task)
        prompt, first = data["prompt"], data["queries"][0]
        sets = {
            name: [(shot["input"], shot["output"]) for shot in shots]
            for name, shots in prompt["shot_sets"].items()
        }
        name = next(iter(sets))
        opened = cls(task, sets, name, first["input"], first["expected"][name], prompt["template"])
        return opened.settled()

    @classmethod
    def blank(cls) -> Task:
        return cls(None, {"examples": []}, "examples", "", None, "{input} ->{output}\n", k=0)

    @property
    def shots(self) -> Pairs:
        return self.sets[self.set]

    def settled(self) -> Task:
        return replace(self, order=self.rows())

    # --- the task as the gallery has it ---

    def known(self) -> dict[str, Any] | None:
        if self.task is None:
            return None
        queries = gallery(self.task)["queries"]
        return next((query for query in queries if query["input"] == self.question), None)

    def known_answer(self) -> str | None:
        query = self.known()
        return None if query is None else query["expected"].get(self.set)

    def answer_to(self, question: str) -> str | None:
        """What is expected once ``question`` is typed: an answer that a person wrote stays, and one
        that the task expects of its own question goes."""
        if self.expected != self.known_answer():
            return self.expected
        return replace(self, question=question).known_answer()

    def gallery_shots(self, name: str) -> Pairs:
        if self.task is None:
            return []
        shots = gallery(self.task)["prompt"]["shot_sets"][name]
        return [(shot["input"], shot["output"]) for shot in shots]

    def listed(self) -> list[str] | None:
        """The gallery's own rows for this question and set; None where it has none."""
        if self.task is None:
            return None
        data, query = gallery(self.task), self.known()
        if query is not None and query.get("labels"):
            return list(query["labels"])
        if query is None and any(other.get("labels") for other in data["queries"]):
            return None
        by_set = data.get("labels_by_set", {})
        if self.set in by_set:
            return list(by_set[self.set])
        return [label["text"] for label in data["prompt"]["labels"]]

    # --- the rows ---

    def task_rows(self) -> list[str] | None:
        listed = self.listed()
        if listed is None:
            return None
        needed = {output for _, output in self.shots if output.strip()}
        if needed | ({self.expected} if self.expected else set()) <= set(listed):
            return listed
        query = self.known()
        if query is None or query["expected"].get(self.set) != self.expected:
            return None
        allowed = set(listed) | {output for _, output in self.gallery_shots(self.set)}
        return listed if needed <= allowed else None

    def examples_rows(self) -> list[str]:
        outputs = distinct([output for _, output in self.shots])
        if self.expected and self.expected.strip() and self.expected not in outputs[:MOST_ROWS]:
            outputs = [self.expected, *(text for text in outputs if text != self.expected)]
        return outputs[:MOST_ROWS]

    def rows(self) -> list[str]:
        if self.pinned is not None:
            return self.pinned
        listed = self.task_rows()
        if listed is not None:
            return listed
        rows = self.examples_rows()
        return self.order if sorted(rows) == sorted(self.order) else rows

    def chosen_by(self) -> str:
        if self.pinned is not None:
            return "person"
        if sorted(self.rows()) == sorted(self.examples_rows()):
            return "examples"
        return "task"

    def without_row(self) -> list[str]:
        rows = self.rows()
        return [text for text in distinct([o for _, o in self.shots]) if text not in rows]

    # --- the rest ---

    def as_measured(self) -> bool:
        """Whether the evidence and the description still speak of this task."""
        query = self.known()
        return (
            query is not None
            and self.task is not None
            and self.expected == query["expected"].get(self.set)
            and all(self.gallery_shots(name) == shots for name, shots in self.sets.items())
            and self.rows() == self.listed()
            and self.instruction == gallery(self.task)["prompt"].get("instruction", "")
        )

    def lane(self, shown: int) -> tuple[str, tuple[str, ...], str | None]:
        """All that a lane's run depends on here: its prompt, its rows, the expected answer."""
        done = "".join(
            self.template.replace("{input}", a).replace("{output}", b)
            for a, b in self.shots[:shown]
        )
        head = f"{self.instruction}\n\n" if self.instruction else ""
        asked = self.template.split("{output}")[0].replace("{input}", self.question)
        return head + done + asked, tuple(self.rows()), self.expected

    def lanes(self) -> dict[str, tuple[str, tuple[str, ...], str | None]]:
        most = len(self.shots)
        return {
            "zero": self.lane(0),
            "one": self.lane(min(1, most)),
            "few": self.lane(min(self.k, most)),
        }

    def wrong(self, shown: int) -> int:
        """How many of the first examples have an answer that was moved onto them."""
        truth = dict(self.gallery_shots(self.set)) | self.truth.get(self.set, {})
        told = [(truth[a], b) for a, b in self.shots if a in truth]
        if any(b not in truth.values() for _, b in told):
            return 0  # new answers: renamed, not moved
        return sum(a in truth and truth[a] != b for a, b in self.shots[:shown])

    def rule(self) -> dict[str, str] | None:
        """Which answer stands for which, where the examples' answers follow one such rule."""
        truth = dict(self.gallery_shots(self.set)) | self.truth.get(self.set, {})
        rule: dict[str, str] = {}
        for a, b in self.shots:
            if a in truth and rule.setdefault(truth[a], b) != b:
                return None
        return rule if len(set(rule.values())) == len(rule) else None

    def true_answer(self) -> str | None:
        query = self.known()
        return self.expected if query is None else query["expected"].get(self.set, self.expected)

    def ticked(self) -> str | None:
        """The row with the tick, once this was run."""
        rows = self.rows()
        if self.expected is None or self.expected not in rows:
            return None
        shown = min(self.k, len(self.shots))
        wrong = self.wrong(shown)
        if wrong == 0 or self.expected != self.true_answer():
            return self.expected
        rule = self.rule()
        against = 2 * wrong > shown if rule is None else rule.get(self.expected) != self.expected
        return None if against else self.expected

    def turn(self, says: str, before: str) -> str:
        """What moved labels did to the likeliest answer, ``before`` with them in place."""
        rule, truth = self.rule() or {}, self.true_answer()
        if says == before:
            return "same" if rule.get(before) in (None, before) else "unturned"
        target = None if truth is None else rule.get(truth)
        if target in (None, truth):
            return "changed"
        return "turned" if says == target else "against"

    def unmoved(self) -> Task:
        """The same with each example's answer where it was."""
        truth = dict(self.gallery_shots(self.set)) | self.truth.get(self.set, {})
        shots = [(a, truth.get(a, b)) for a, b in self.shots]
        return replace(self, sets=self.sets | {self.set: shots})
