"""An export from a model folder to a folder that runs elsewhere, all of it or nothing."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from time import monotonic

import onnx

from shotglass.contract import MANIFEST, FileEntry, GraphEntry
from shotglass.errors import ExportFailed, ImportFailed
from shotglass.machine.processors import available_processors

from ..progress import Report, silent
from ..to_onnx.checks.parity import Tolerances, named_text, parity_windows
from ..to_onnx.checks.structure import check_structure
from ..to_onnx.folder import file_entry
from ..to_onnx.publication import ANYWHERE, publication
from ..to_onnx.weights.store import write_weights
from .comparison import Findings, compare
from .format import Format, Plan
from .programs.readme import README, readme
from .registry import find_format
from .report import REPORT, Check, ExportReport, add_metadata, origin, tool
from .source import Source, look_first


def export_model(
    folder: Path,
    format: str,
    precision: str | None,
    out: Path,
    report: Report = silent,
    *,
    force: bool = False,
    tolerances: Tolerances | None = None,
) -> ExportReport:
    """Write the model in ``folder`` to the new folder ``out``; without ``precision`` in the
    format's own.

    Raises ExportFailed for what cannot be made or strays from the model by more than
    ``tolerances``, and ModelFolderError for a folder that is not in order.
    """
    started, chosen, target = monotonic(), find_format(format), out.absolute()
    if target.exists() and not (target.is_dir() and not any(target.iterdir())):
        if not (target / REPORT).is_file():
            raise ExportFailed(f"{target} is there already and is no export: name a new folder.")
        if not force:
            raise ExportFailed(f"{target} holds an export already: replace it with --force.")
    with _failures():
        look_first(folder, report)
        source = Source.open(folder, report)
        plan = chosen.plan(source, precision)
        with publication(target, ANYWHERE) as building:
            findings = _write(source, plan, building, tolerances or Tolerances(), report)
            about = readme(source, chosen, plan, _files(building), findings.quality)
            (building / README).write_text(about, "utf-8")
            result = _report(source, chosen, plan, building, findings)
            result = replace(result, seconds=round(monotonic() - started, 2))
            (building / REPORT).write_text(result.to_text(), "utf-8")
    return result


@contextmanager
def _failures() -> Iterator[None]:
    """Reports what writing and checking refuse, in the words of an export."""
    try:
        yield
    except ImportFailed as error:
        raise ExportFailed(error.detail) from error
    except MemoryError as error:
        raise ExportFailed(
            "The export needs more memory than there is: close other programs, or export on a "
            "larger machine."
        ) from error


def _write(
    source: Source, plan: Plan, building: Path, tolerances: Tolerances, report: Report
) -> Findings:
    """Everything but the report. Raises ExportFailed and ImportFailed."""
    graph = building / plan.graph
    graph.parent.mkdir(exist_ok=True)
    texts = {source.tokenizer.name: source.tokenizer.read_text("utf-8"), **plan.texts(source)}
    for name, text in texts.items():
        (building / name).write_text(text, "utf-8")
    if plan.write is not None:
        plan.write(source, graph, report)
        windows = parity_windows(source.tokenizer, source.config)
        return compare(source, plan, graph, windows, tolerances, report)
    assert plan.build is not None
    written = write_weights(source.config, source.weights, graph.parent, [plan.storage], report)
    (graph.parent / plan.storage).rename(graph.parent / plan.weights)
    stored = written[plan.storage].items()
    model = plan.build({name: replace(tensor, file=plan.weights) for name, tensor in stored})
    onnx.save(model, graph)
    windows = parity_windows(source.tokenizer, source.config)
    findings = compare(source, plan, graph, windows, tolerances, report)
    digest = file_entry(graph.parent / plan.weights).sha256
    add_metadata(model, source.manifest, plan.precision, digest, findings.checks)
    onnx.save(model, graph)
    report("Checking the graph", 0.0)
    check_structure(graph, plan.inputs, plan.outputs)
    if plan.kind:
        # The model's own manifest, with what is here.
        entry = GraphEntry(plan.graph, (plan.weights,), plan.precision)
        manifest = replace(source.manifest, graphs={plan.kind: entry}, files=_files(building))
        (building / MANIFEST).write_text(manifest.to_json(), "utf-8")
    return findings


def _files(building: Path) -> dict[str, FileEntry]:
    """Returns the files by their path in the export."""
    paths = sorted(path for path in building.rglob("*") if path.is_file())
    return {path.relative_to(building).as_posix(): file_entry(path) for path in paths}


def _report(
    source: Source, chosen: Format, plan: Plan, building: Path, findings: Findings
) -> ExportReport:
    facts, structure = _graph_facts(building / plan.graph) if plan.build else ({}, ())
    manifest, files = source.manifest, _files(building)
    beside = Path(plan.graph).with_name(plan.weights).as_posix()
    return ExportReport(
        model=manifest.id,
        name=manifest.name,
        format=chosen.name,
        precision=plan.precision,
        licence=manifest.licence,
        graph=plan.graph,
        weights=beside,
        opset=facts.get("opset"),
        ir_version=facts.get("ir_version"),
        nodes=facts.get("nodes"),
        bytes=sum(entry.bytes for entry in files.values()),
        files=files,
        checks=(*structure, *findings.checks),
        milliseconds_per_token=findings.milliseconds,
        context=findings.context,
        threads=available_processors(),
        seconds=0.0,
        tool=tool(),
        source=origin(manifest),
        architecture=manifest.architecture.to_json(),
        inputs=plan.inputs,
        outputs=plan.outputs,
        start_id=manifest.start_id,
        stop_ids=manifest.stop_ids,
        end_id=manifest.end_id,
        adds_start=manifest.adds_start,
        quality=findings.quality,
        text=named_text(),
    )


def _graph_facts(path: Path) -> tuple[dict[str, int], tuple[Check, ...]]:
    """Versions and size, and what ``check_structure`` and ``write_weights`` have looked at: they
    raise, or all is well."""
    model = onnx.load(path, load_external_data=False)
    facts = {
        "opset": next(o.version for o in model.opset_import if o.domain == ""),
        "ir_version": model.ir_version,
        "nodes": len(model.graph.node),
    }
    return facts, (
        Check("checker", "ONNX's own checker, in full"),
        Check("shapes", "shape inference, and inputs and outputs as promised"),
        Check("finite", "tensors of finite weights", float(len(model.graph.initializer))),
    )
