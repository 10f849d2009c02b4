"""Edits of a task as a person makes them on Compare, each done on the page and on the model."""

from __future__ import annotations

from dataclasses import dataclass, replace
from random import Random

from playwright.sync_api import Page, expect
from system.e2e.compare.task_model import MOST_SHOTS, Pairs, Task, distinct

WORDS = {
    "en": {
        "run": "Run Ctrl + Enter",
        "replace": "Replace the examples",
        "add": "+ add an example",
        "flip": "Flip labels",
        "shuffle": "Shuffle labels",
        "reset": "Back to the task as it was",
        "follow": "Follow the examples again",
    },
    "zh": {
        "run": "运行 Ctrl + Enter",
        "replace": "替换现有例子",
        "add": "+ 加一个例子",
        "flip": "对调标签",
        "shuffle": "打乱标签",
        "reset": "恢复任务原样",
        "follow": "重新跟随例子",
    },
}
ANSWERS = ["ocean", "window", "purple", "seven", "Negative", "Positive"]
QUESTIONS = ["winter", "A quiet evening at home.", "seventeen"]


@dataclass
class Editor:
    page: Page
    lang: str
    task: Task

    def button(self, name: str) -> None:
        self.page.get_by_role("button", name=WORDS[self.lang][name], exact=True).click()

    def fold(self, id: str) -> None:
        self.page.locator(f"[aria-controls={id}]").click()

    def write(self, at: int, part: int, text: str) -> None:
        self.page.locator(".rail ol > li").nth(at).locator("textarea").nth(part).fill(text)

    def changed(self, **changes: object) -> None:
        before = self.task
        self.task = replace(before, order=before.rows(), **changes)  # type: ignore[arg-type]

    def with_shots(self, shots: Pairs, grown: bool = False, **changes: object) -> None:
        task = self.task
        k = len(shots) if grown and task.k == len(task.shots) else min(task.k, len(shots))
        sets = task.sets | {task.set: shots}
        self.changed(sets=sets, k=min(k, MOST_SHOTS), **changes)

    # --- the edits; each returns whether the page runs by itself after it ---

    def answer(self, random: Random) -> bool:
        at, text = random.randrange(len(self.task.shots)), random.choice(ANSWERS)
        self.write(at, 1, text)
        shots = list(self.task.shots)
        shots[at] = (shots[at][0], f" {text}")
        self.with_shots(shots)
        return False

    def input(self, random: Random) -> bool:
        at, text = random.randrange(len(self.task.shots)), random.choice(QUESTIONS)
        self.write(at, 0, text)
        shots = list(self.task.shots)
        shots[at] = (text, shots[at][1])
        self.with_shots(shots)
        return False

    def question(self, random: Random) -> bool:
        text = random.choice(QUESTIONS)
        self.page.locator("#question").fill(text)
        self.changed(question=text, expected=self.task.answer_to(text))
        return False

    def expected(self, random: Random) -> bool:
        text = random.choice([*ANSWERS, ""])
        self.page.locator("#expected").fill(text)
        self.changed(expected=f" {text}" if text else None)
        return False

    def other_set(self, random: Random) -> bool:
        names = [name for name in self.task.sets if name != self.task.set]
        if not names:
            return self.question(random)
        name, query = random.choice(names), self.task.known()
        self.page.locator(f"input[name=set][value='{name}']").check()
        follows = query is not None and query["expected"].get(self.task.set) == self.task.expected
        expected = query["expected"].get(name) if query and follows else self.task.expected
        k = min(self.task.k, len(self.task.sets[name]))
        self.changed(set=name, expected=expected, k=k)
        return True

    def pasted(self, random: Random) -> bool:
        self.paste([(f"q{i}", random.choice(ANSWERS)) for i in range(random.randrange(2, 6))])
        return False

    def paste(self, rows: Pairs) -> None:
        """Rows in place of the examples."""
        self.fold("paste-rows")
        self.page.locator("#rows").fill("".join(f"{a},{b}\n" for a, b in rows))
        self.button("replace")
        self.with_shots([(a, f" {b}") for a, b in rows], grown=True)

    def ask(self, question: str, expected: str) -> None:
        self.page.locator("#question").fill(question)
        self.page.locator("#expected").fill(expected)
        self.changed(question=question, expected=self.task.answer_to(question))
        self.changed(expected=f" {expected}")

    def deleted(self, random: Random) -> bool:
        at = random.randrange(len(self.task.shots))
        self.page.locator(".rail ol > li").nth(at).locator(".delete").click()
        self.with_shots([shot for i, shot in enumerate(self.task.shots) if i != at])
        return False

    def added(self, random: Random) -> bool:
        if len(self.task.shots) == MOST_SHOTS:
            return self.deleted(random)
        self.button("add")
        at, text = len(self.task.shots), random.choice(ANSWERS)
        self.with_shots([*self.task.shots, ("", " ")], grown=True)
        self.write(at, 0, "one more")
        self.write(at, 1, text)
        self.with_shots([*self.task.shots[:at], ("one more", f" {text}")])
        return False

    def flipped(self, random: Random) -> bool:
        outputs = distinct([output for _, output in self.task.shots])
        if len(outputs) < 2:
            return self.question(random)
        following = dict(zip(outputs, [*outputs[1:], outputs[0]], strict=True))
        self.remember()
        self.button("flip")
        self.with_shots([(a, following.get(b, b)) for a, b in self.task.shots])
        return True

    def shuffled(self, random: Random) -> bool:
        """Which order comes is the seed's matter: the same answers, and not as they stood."""
        if len(distinct([output for _, output in self.task.shots])) < 2:
            return self.question(random)
        before = self.task.shots
        self.remember()
        self.button("shuffle")
        fields = self.page.locator(".rail ol > li .answer").all()
        after = [f" {field.input_value()}" for field in fields]
        assert sorted(after) == sorted(output for _, output in before)
        assert after != [output for _, output in before]
        self.with_shots([(a, b) for (a, _), b in zip(before, after, strict=True)])
        return True

    def remember(self) -> None:
        """The answers before labels are moved are the true ones, unless they are moved already."""
        task = self.task
        if task.wrong(len(task.shots)) > 0:
            return
        own = dict(task.gallery_shots(task.set))
        others = {a: b for a, b in task.shots if own.get(a) != b}
        if others:
            self.task = replace(task, truth=task.truth | {task.set: others})

    def pinned(self, random: Random) -> bool:
        rows = random.sample(ANSWERS, 2)
        answers = self.page.locator("#answers")
        if not answers.is_visible():
            self.fold("wording")
        answers.fill("\n".join(rows))
        answers.blur()
        self.changed(pinned=[f" {row}" for row in rows])
        return False

    def followed(self, random: Random) -> bool:
        if self.task.pinned is None:
            return self.pinned(random)
        self.button("follow")
        self.changed(pinned=None)
        self.task = replace(self.task, order=[])
        self.task = self.task.settled()
        return False

    def instructed(self, random: Random) -> bool:
        text = random.choice(["Answer in one word.", "Be brief.", ""])
        field = self.page.locator("#instruction")
        if not field.is_visible():
            self.fold("wording")
        field.fill(text)
        self.changed(instruction=text)
        return False

    def reset(self, random: Random) -> bool:
        if self.task.task is None or self.task.as_measured():
            return self.question(random)
        self.button("reset")
        self.open(self.task.task)
        return True

    def opened(self, random: Random) -> bool:
        name = random.choice(["reviews", "same-word", "animal-or-food", "plurals"])
        self.page.locator("#task").select_option(name)
        self.open(name)
        return True

    def open(self, name: str) -> None:
        """As many examples are shown as before, and four where there were none to show."""
        fresh = Task.of_gallery(name)
        k = self.task.k if self.task.shots else fresh.k
        self.task = replace(fresh, k=min(k, len(fresh.shots)))

    def blank(self, random: Random) -> bool:
        """A new task, with enough in it that it can be run."""
        self.page.locator("#task").select_option("new")
        expect(self.page.locator(".mark")).to_have_count(0)
        self.task = Task.blank()
        self.pasted(random)
        self.question(random)
        return False


KINDS = (
    ("answer", 4),
    ("input", 1),
    ("question", 2),
    ("expected", 2),
    ("other_set", 2),
    ("pasted", 2),
    ("deleted", 2),
    ("added", 2),
    ("flipped", 3),
    ("shuffled", 2),
    ("pinned", 2),
    ("followed", 2),
    ("instructed", 1),
    ("reset", 1),
    ("opened", 2),
    ("blank", 1),
)


def edit(editor: Editor, random: Random) -> tuple[str, bool]:
    """One edit of a random kind that can be made now; its name, and whether the page then runs."""
    names = [name for name, weight in KINDS for _ in range(weight)]
    if not editor.task.shots:
        names = ["pasted", "question", "opened"]
    name = random.choice(names)
    return name, bool(getattr(editor, name)(random))
