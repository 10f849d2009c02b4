"""For every regular expression of the Python code the text of others that it would read longest, or
why it reads none. What is not in here fails ``test_patterns.py`` by its name."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from shotglass.engine.measurement.formats import template_of
from shotglass.extensions.content.lessons import joined
from shotglass.rows.table import TableRows
from shotglass.run_file.form import shape
from shotglass_export.adapters.peft_folder import _of_module
from shotglass_export.importers.hf.checkpoint import FAMILIES, _values
from shotglass_export.importers.hf.keys import is_harmless

CONTENT = "shotglass.extensions.content"


@dataclass(frozen=True)
class Worst:
    """``unit`` again and again, between ``before`` and ``after``. ``by``: what reads it, where that
    is more than the pattern alone, or makes the pattern."""

    unit: str
    before: str = ""
    after: str = ""
    by: Callable[[str], object] | None = None

    def __call__(self, size: int) -> str:
        return self.before + self.unit * (size // len(self.unit)) + self.after


def field_names(text: str) -> object:
    return template_of("lines", f"{text}{{input}}\n{{output}}\n")


def rows(text: str) -> object:
    return sum(row.row for row in TableRows(text))


def base64(text: str) -> object:
    """By the pattern of the form's arrays, the longest texts that a pattern of it reads."""
    patterns = {part["pattern"] for part in shape().schema["$defs"].values() if "pattern" in part}
    assert patterns
    return [re.fullmatch(pattern, text) for pattern in patterns]


def licences(text: str) -> object:
    return list(_values(text, "license"))


def harmless(text: str) -> object:
    return is_harmless(text, turned=False)


def ignored(text: str) -> object:
    return [family.ignores(text) for family in FAMILIES.values()]


def markers(text: str) -> object:
    """As the names of special tokens and the marks of gaps: other texts, as they are."""
    names = "|".join(map(re.escape, ("<|im_start|>", "<|im_end|>", "<|", "[MASK]")))
    return [re.split(f"({names})", text), list(re.finditer(names, text))]


OWN = "It reads what comes with Shotglass or what the person who starts it types."
FOREIGN: Mapping[str, Worst | tuple[Worst, ...] | str] = {
    f"{CONTENT}.entries.ID": Worst("a-"),
    f"{CONTENT}.entries.read_file()": (Worst("a"), Worst("["), Worst(".a")),
    f"{CONTENT}.lessons._FILE": (Worst("\n---", "---\n"), Worst("\n---\n", "---\n")),
    f"{CONTENT}.lessons._PLACE": (
        Worst("{a["), Worst("a", "{"), Worst("a", "{a["), Worst("{a[b] "), Worst("{a[b].y "),
    ),
    f"{CONTENT}.lessons._KEY": (Worst("{a"), Worst("a", "{")),
    f"{CONTENT}.lessons._POINT": (Worst("["), Worst("[a"), Worst("a[b]"), Worst("a")),
    f"{CONTENT}.lessons._read()": (Worst("\n"), Worst(" ", "\n"), Worst("\n \t", after="a")),
    f"{CONTENT}.lessons._HAN": (Worst("字\n", by=joined), Worst("a\n", by=joined)),
    f"{CONTENT}.lessons._lacking()": Worst("1"),
    f"{CONTENT}.located._SPACE": Worst(" ", after="a"),
    f"{CONTENT}.located._INDEX": Worst("1"),
    f"{CONTENT}.located._WHOLE": Worst("1", after="a"),
    f"{CONTENT}.located._NUMBER": (Worst("1", after="a"), Worst("1", "1.", "a")),
    f"{CONTENT}.located._QUOTED": (
        Worst("found '", "found "), Worst("found "), Worst("'", "found ", "a"),
    ),
    "shotglass.contract.ID_PATTERN": Worst("a"),
    "shotglass.contract.FILE_NAME": Worst("a"),
    "shotglass.contract.Digest": Worst("0"),
    "shotglass.engine.conversation._parts()": Worst("<|im_star", by=markers),
    "shotglass.engine.interventions.points._POINT": Worst("a_", "blocks.0."),
    "shotglass.engine.measurement.formats._LAST_NAME": (
        Worst(" ", "a", "1a", by=field_names), Worst("a ", after="-a", by=field_names),
        Worst("a -", by=field_names), Worst("1 ", "a", "-", by=field_names),
    ),
    "shotglass.engine.tool_calls.form_of()": Worst("tools_"),
    "shotglass.engine.toolbox.of()": Worst("a", by=lambda text: re.search(r"^[\w.-]{1,64}$", text)),
    "shotglass.errors._COMMANDS": Worst("\0"),
    "shotglass.machine.hub_cache._COMMIT": Worst("0"),
    "shotglass.machine.hub_cache._PART": Worst("a"),
    "shotglass.machine.hub_cache._REVISION": Worst("a/"),
    "shotglass.extensions.logs.archive._JOURNAL": Worst("1", "_journal/summaries/"),
    "shotglass.extensions.logs.lm_eval.NAME": (
        Worst("_2024-01-01T1", "samples_"), Worst("samples_"), Worst("1", "samples_a_2024-01-01T"),
    ),
    "shotglass.precisions.source_bits()": Worst("IQ"),
    "shotglass.prompting.template._TOKEN": (Worst("{"), Worst("{a"), Worst("a", "{"), Worst("}")),
    "shotglass.rows.answers._CLOSED": (Worst(" ", after="a"), Worst("字", after="a")),
    "shotglass.rows.alike._WIDE": Worst("\uff21", after="a"),
    "shotglass.rows.answers.UNSEEN": Worst("\u00ad"),
    "shotglass.rows.answers.RUN": Worst(" "),
    "shotglass.rows.columns._NAME": Worst("a"),
    "shotglass.rows.columns._VALUE": (Worst("1", after="a"), Worst("1.")),
    "shotglass.rows.columns._NUMBER": Worst("1", after="a"),
    "shotglass.rows.objects._JSON": (Worst(" ", "[", "a"), Worst(" ", "{", "a")),
    "shotglass.rows.table._QUOTED": (
        Worst('"', by=rows), Worst('""a', '"', by=rows), Worst('"a,', by=rows),
        Worst('a,"""', '"', by=rows), Worst('a,""', '"', by=rows), Worst('"""a,', by=rows),
    ),
    "shotglass.rows.table._LINE_END": (Worst("\r", by=rows), Worst("a,b\r\n", by=rows)),
    "shotglass.rows.table._HTML": Worst(" "),
    "shotglass.rows.table._NAMED": Worst(" ", before="sep=;", after="x"),
    "shotglass.rows.table._ARROW": (Worst("-"), Worst("->"), Worst("a->b\n", by=rows)),
    "shotglass.rows.table._parted()": (Worst(",", by=rows), Worst("a", by=rows)),
    "shotglass.run_file.again.explained.OF_LAYER": Worst("1", before="scores."),
    "shotglass.run_file.again.repeated.IDS": (Worst("1."), Worst("1")),
    "shotglass.run_file.shape._HOLDS": (
        Worst("A", by=base64), Worst("A", after="=", by=base64), Worst("1", "blocks.", by=base64),
    ),
    "shotglass.sandbox.grammar._GBNF": (
        Worst("a", after=":"), Worst(" ", after="a"), Worst("a\n"), Worst("a ", after="::"),
    ),
    "shotglass.sandbox.grammar._EMBEDDED": (Worst(" ", "\n"), Worst("1", "\n "), Worst("\n 1")),
    "shotglass.sandbox.grammar._PLACE": (Worst("1"), Worst("1", "1("), Worst("1("), Worst("at 1")),
    "shotglass.sandbox.grammar._REGEX": (
        Worst("regex parse error:\n    "), Worst("\n    ^", "regex parse error:\n    "),
        Worst(" ", "regex parse error:\n    a\n    "), Worst("regex parse error:\n    a\n    ^\n"),
    ),
    "shotglass.extensions.batches.files.NAME": Worst("0", "file-"),
    "shotglass.server.config.KEY": Worst("a"),
    "shotglass.server.config.PREFIX": (Worst("/"), Worst("/a"), Worst("a", "/", ":")),
    "shotglass.server.config.ORIGIN": (Worst("a", "https://"), Worst("https://"), Worst("a:1")),
    "shotglass.server.config.FORMS": OWN,
    "shotglass.server.downloads.export_store.NAME": (Worst("a+"), Worst("a", "a+"), Worst("a")),
    "shotglass.server.front.connection.CONTROLS": Worst("a"),
    "shotglass.server.host_names.HOST": (Worst("a"), Worst("1", "a:"), Worst(":", "[")),
    "shotglass.server.openapi.document_of()": OWN,
    "shotglass.server.problems.REQUEST_ID": Worst("a"),
    "shotglass.server.routes.pages.DESCRIBED": OWN,
    "shotglass.server.routes.pages.PICTURE": OWN,
    "shotglass.server.security.FIGURE": (Worst(".js", "/figure/"), Worst("a", "/figure/")),
    "shotglass.terminal.measuring.items._HEAD": OWN,
    "shotglass.text.masked_tokens._inner()": Worst("[MAS", by=markers),
    "shotglass.text.token_bytes._BYTE": Worst("<0x"),
    "shotglass.text.tokenizer._SURROGATE": Worst("a"),
    "shotglass.text.tokenizer._ESCAPED": Worst("\udc80"),
    "shotglass_export.adapters.adapter_files._LAYER": (Worst(".1"), Worst("1", "."), Worst("a.")),
    "shotglass_export.adapters.peft_folder._NAME": (Worst(".lora_A"), Worst("a"), Worst(".")),
    # The pattern is the adapter's own, as peft reads it; the process that reads it is confined, and
    # ends after two minutes.
    "shotglass_export.adapters.peft_folder._of_module()": (
        Worst("a", by=lambda text: _of_module({"q_proj": 1}, text, 0)),
        Worst(".", by=lambda text: _of_module({"q_proj": 1}, text, 0)),
    ),
    "shotglass_export.formats.programs.program.text()": OWN,
    "shotglass_export.importers.hf.checkpoint._FRONT": (Worst("\n---", "---\n"), Worst("\n")),
    "shotglass_export.importers.hf.checkpoint._values()": (
        Worst("license:", by=licences), Worst("\n - a", "license:", by=licences),
        Worst("\n ", "license:", "a", by=licences), Worst(" ", "license:", by=licences),
    ),
    "shotglass_export.importers.hf.families.family.ignores()": Worst("1", "layers.", by=ignored),
    "shotglass_export.importers.hf.keys.is_harmless()": (
        Worst("attn_implementation", by=harmless), Worst("a", "rope_parameters.", by=harmless),
        Worst("_dropout", after="x", by=harmless), Worst("a.", by=harmless),
    ),
    "shotglass_export.importers.hub._SHARD": (Worst("1", "model-"), Worst("1", "model-1-of-")),
    "shotglass_export.importers.hub._NAMED": (Worst("a"), Worst("a/"), Worst("a@")),
    "shotglass_export.importers.hub._COMMIT": Worst("0"),
}  # fmt: skip
