"""vLLM's and llama.cpp's own server tests against our server, and the table of docs/clients.md:

cd tests && python -m outer.clients.peers.run [--only vllm] [--files 'unit/*'] [--kept]
[--into ../docs/clients.md]
"""

from __future__ import annotations

import argparse
import sys
from fnmatch import fnmatch
from pathlib import Path

from outer.clients.peers.forwarding import forwarding
from outer.clients.peers.judging import Reasons, Verdict, judged
from outer.clients.peers.running import chosen, environment, read_records, run
from outer.clients.peers.sources import PEERS, Peer, Source, source
from outer.clients.peers.table import report
from support.servers.live_server import live_server

from shotglass.engine import Library, default_roots

MODEL = "smollm2-135m"
NAMES = {"vllm": "Qwen/Qwen3-0.6B", "llama_cpp": "tinyllama-2"}


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--only", choices=[peer.name for peer in PEERS])
    parser.add_argument("--files", default="*", help="run these; keep the records of the others")
    parser.add_argument("--model", default=MODEL)
    parser.add_argument("--kept", action="store_true", help="judge the last run's records")
    parser.add_argument("--into", type=Path, help="the document whose table is written")
    options = parser.parse_args()
    reasons, sections, defects = Reasons.load(), [], 0
    for peer in PEERS:
        if options.only in (None, peer.name):
            found = source(peer)
            if not options.kept:
                _run(peer, found, reasons, options)
            verdicts = _verdicts(peer, found, reasons)
            sections.append(report(peer, found, verdicts, reasons))
            print(report(peer, found, verdicts, reasons, by_file=True), end="\n\n")
            defects += sum(verdict.kind == "defect" for verdict in verdicts)
            for verdict in verdicts:
                if verdict.kind == "defect":
                    print(verdict.record.text, end="\n\n")
    if options.into:
        _write(options.into, "\n\n".join(sections))
    return 1 if defects else 0


def _verdicts(peer: Peer, found: Source, reasons: Reasons) -> list[Verdict]:
    """In the order of the table's files."""
    files = chosen(found, reasons.files[peer.name])
    records = sorted(
        (record for record in read_records(peer) if record.file in files),
        key=lambda record: files.index(record.file),
    )
    return [judged(record, peer.name, reasons) for record in records]


def _run(peer: Peer, found: Source, reasons: Reasons, options: argparse.Namespace) -> None:
    environment(peer)  # before a server has to wait for it
    files = [
        file for file in chosen(found, reasons.files[peer.name]) if fnmatch(file, options.files)
    ]
    model = Library(default_roots()).folder(options.model)
    with (
        live_server(None, "--model", options.model, "--precision", "fp32") as address,
        forwarding(address, options.model, NAMES[peer.name], peer.roots) as server,
    ):
        run(peer, found, files, server, model)


def _write(document: Path, text: str) -> None:
    """Between the marks of ``document``."""
    begin, end = "<!-- peers -->\n", "<!-- /peers -->"
    before, rest = document.read_text("utf-8").split(begin)
    after = rest.split(end)[1]
    document.write_text(f"{before}{begin}{text}\n{end}{after}", "utf-8")


if __name__ == "__main__":
    sys.exit(main())
