"""What the documents name exists, and the README stays short."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest

from shotglass.engine.library import BUNDLED, Library

ROOT = Path(__file__).parents[3]
DOCUMENTS = [
    *sorted(ROOT.glob("*.md")),
    *sorted(ROOT.glob("docs/**/*.md")),
    # The log is dated: it names files as they were then.
    *sorted(set(ROOT.glob("export/research/*.md")) - {ROOT / "export" / "research" / "LOG.md"}),
    *sorted(
        path
        for name in ("backend", "export", "tests", "web/src")
        for path in (ROOT / name).glob("**/README.md")
        if "node_modules" not in path.parts
    ),
    ROOT / "web" / "README.md",
]
DECISIONS = sorted((ROOT / "docs" / "decisions").glob("0*.md"))
BASES = (
    "",
    "backend/shotglass",
    "export/shotglass_export",
    "export/research/shotglass_research",
    "export/research",
    "export",
    "web",
    "web/src",
    "web/src/extensions/course/lessons/mixture",  # has an experiment and a figure of its own
    "tests",
)
MADE = ("static", "recordings", "dist", "runs", ".venv", ".make", "node_modules")  # by commands
FILE = re.compile(r"[\w.@-]+(?:/[\w.*@-]+)*/?")
SUFFIXES = (
    ".py",
    ".md",
    ".ts",
    ".svelte",
    ".toml",
    ".json",
    ".svg",
    ".webp",
    ".css",
    ".yaml",
    ".conf",
    ".mjs",
    ".svelte.ts",
)
WRITTEN = {  # files that a model, a run or an export has, and those of others
    "manifest.json",
    "tokenizer.json",
    "tokenizer.model",
    "config.json",
    "adapter_config.json",
    "export.json",
    "meta.json",
    "evaluation.json",
    "data.json",
    "metrics.jsonl",
    "checkpoint.json",
    "vocab.json",
    "genai_config.json",
    "generation_config.json",
    "first.json",
    "task.json",
    "words.en.json",
    "record.json",
}
PICTURES = ROOT / "docs" / "pictures"


def named(document: Path) -> Iterator[str]:
    """Code spans that look like a path of ours."""
    text = re.sub(r"```.*?```", "", document.read_text("utf-8"), flags=re.DOTALL)
    for span in re.findall(r"`([^`\n]+)`", text):
        is_path = "/" in span or span.endswith(SUFFIXES)
        if is_path and FILE.fullmatch(span) and span.endswith((*SUFFIXES, "/")):
            yield span


def there(span: str, document: Path) -> bool:
    if span.startswith(MADE) or any(f"/{name}" in span for name in MADE):
        return True
    if "NAME" in span or Path(span).name in WRITTEN and not (ROOT / span).exists():
        return True
    folders = [document.parent, *(ROOT / base for base in BASES)]
    return any(next(folder.glob(span.rstrip("/")), None) is not None for folder in folders)


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda one: str(one.relative_to(ROOT)))
def test_every_path_that_a_document_names_exists(document: Path) -> None:
    missing = [span for span in named(document) if not there(span, document)]

    assert missing == []


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda one: str(one.relative_to(ROOT)))
def test_every_link_leads_to_a_file(document: Path) -> None:
    text = re.sub(r"```.*?```", "", document.read_text("utf-8"), flags=re.DOTALL)
    links = re.findall(r"\]\(([^)\s]+)\)", text) + re.findall(r'(?:src|srcset)="([^"]+)"', text)
    near = [link.partition("#")[0] for link in links if not re.match(r"https?:|#", link)]

    assert [link for link in near if link and not leads(document.parent / link)] == []


def leads(path: Path) -> bool:
    return path.exists() or path.parts[-3:] == ("security", "advisories", "new")  # the forge's


NOT_OF_THE_PAGE = {"One thought a function", "One idea a file", "after layer 4", "extension"}
CODE_OR_BOLD = re.compile(r"```.*?```|`[^`]*`|\*\*[^*]+\*\*", re.DOTALL)
OF_THE_PAGE = [
    ROOT / "CONTRIBUTING.md",
    *(ROOT / "docs" / f"{name}.md" for name in ("class", "content", "embedding", "extending")),
    *(ROOT / "docs" / f"{name}.md" for name in ("lessons", "measuring", "rows", "runs", "site")),
]


@pytest.mark.parametrize("document", OF_THE_PAGE, ids=lambda one: one.name)
def test_what_a_document_says_to_press_stands_on_the_page(document: Path) -> None:
    files = (ROOT / "web" / "src").glob("**/*.en.ts")
    words = " ".join(path.read_text("utf-8") for path in files)
    prose = CODE_OR_BOLD.sub("", document.read_text("utf-8"))
    labels = {" ".join(label.split()) for label in re.findall(r"\*([A-Za-z][^*|]{2,80})\*", prose)}

    assert [label for label in sorted(labels - NOT_OF_THE_PAGE) if label not in words] == []


@pytest.mark.parametrize("folder", [ROOT / "docs", ROOT / "docs" / "decisions"])
def test_every_document_is_reached_from_the_index_of_its_folder(folder: Path) -> None:
    index = (folder / "README.md").read_text("utf-8")
    documents = {path.name for path in folder.glob("*.md")} - {"README.md"}

    assert [name for name in sorted(documents) if f"]({name})" not in index] == []


@pytest.mark.parametrize("path", DECISIONS, ids=lambda path: path.stem)
def test_a_decision_says_in_a_few_lines_what_led_to_it_and_what_follows(path: Path) -> None:
    lines = path.read_text("utf-8").splitlines()
    parts = re.findall(r"^\*\*(\w+)\.\*\*", "\n".join(lines), re.MULTILINE)

    assert lines[0].startswith(f"# {path.name[:3]}. ")
    assert parts == ["Context", "Decision", "Consequence"]
    assert len(lines) <= 20


@pytest.mark.parametrize("name", ["README.md", "README.zh.md"])
def test_the_readme_is_short_and_shows_the_page_in_light_and_dark(name: str) -> None:
    text = (ROOT / name).read_text("utf-8")

    assert len(text.splitlines()) <= 120
    for theme in ("light", "dark"):
        for picture in ("compare", "pour"):
            assert f"docs/pictures/{picture}-{theme}.webp" in text


@pytest.mark.parametrize("name", ["README.md", "README.zh.md"])
def test_the_readmes_rows_of_evidence_are_the_record_s(name: str) -> None:
    record = (ROOT / "docs" / "evidence.md").read_text("utf-8").splitlines()
    rows = [line for line in (ROOT / name).read_text("utf-8").splitlines() if "**" in line[-20:]]
    rows = [line for line in rows if line.startswith("|")]

    head = re.search(r", (fp32|int8), graph .*, recorded (\S+)\. ", "\n".join(record))
    assert head is not None
    assert all(part in (ROOT / name).read_text("utf-8") for part in head.groups())
    assert len(rows) == 3
    assert all(row in record for row in rows)
    assert any(row.startswith("| reviews |") for row in rows)


@pytest.mark.parametrize("name", ["README.md", "README.zh.md"])
def test_the_readmes_ranges_are_those_of_the_evidence(name: str) -> None:
    text = " ".join((ROOT / name).read_text("utf-8").split())
    record = (ROOT / "docs" / "evidence.md").read_text("utf-8").split("<!-- evidence:")[1]
    sections = [part.splitlines() for part in record.split("### ")[1:]]
    tables = [[line[2:].split(" | ") for line in s if line.startswith("| ")] for s in sections]
    order, examples, _, formats = (
        next(row for row in table if row[0] == "reviews") for table in tables
    )
    helped = [row for row in tables[1] if "**yes**" in row[-1]]

    assert re.search(rf"{order[1]} (to|到) {order[2]} %", text)
    assert f"{order[3].split(' [')[0]} " in text
    assert f"[{order[3].split('[')[1]}" in text
    assert f"p = {order[5]}" in text
    assert re.search(rf"{formats[1].split()[0]} (to|到) {formats[2].split()[0]} %", text)
    assert re.search(examples[3].replace(" to ", " (to|到) ") + " %", text)
    assert len(helped) == 3


def test_the_two_readmes_have_the_same_commands_and_pictures() -> None:
    english, chinese = [(ROOT / name).read_text("utf-8") for name in ("README.md", "README.zh.md")]
    commands = [
        re.findall(r"```(?:sh|python)\n(.*?)```", text, re.DOTALL) for text in (english, chinese)
    ]
    bare = [[re.sub(r"#.*", "", block) for block in blocks] for blocks in commands]

    assert len(bare[0]) == 4
    assert bare[0] == bare[1]


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("README.md", "the page and {} small models inside"),
        ("README.zh.md", "其中包含页面和{}个小模型"),
    ],
)
def test_the_readmes_count_the_models_of_the_wheel(name: str, words: str) -> None:
    count = len(Library([BUNDLED]).manifests())
    written = {
        "README.md": "zero one two three four five six",
        "README.zh.md": "零 一 两 三 四 五 六",
    }

    assert words.format(written[name].split()[count]) in (ROOT / name).read_text("utf-8")


def test_the_citation_is_of_this_version_and_licence() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    lines = (ROOT / "CITATION.cff").read_text("utf-8").splitlines()

    assert lines[0] == "cff-version: 1.2.0"
    assert {f"version: {project['version']}", f"license: {project['license']}"} <= set(lines)


def test_the_pictures_are_small_enough_for_a_readme() -> None:
    sizes = {path.name: path.stat().st_size for path in PICTURES.glob("*.webp")}

    assert len(sizes) == 4
    assert all(size <= 400_000 for size in sizes.values())
