#!/usr/bin/env python3
"""Flips bytes of every file that holds history, region by region: each flip is refused or found.

    tests/crash/flip_test.py JEJAK [--every N]

The files: the log's SSTs, write-ahead logs, MANIFEST and CURRENT; head; keys; checkpoints. (RocksDB's
LOG, OPTIONS and IDENTITY hold no history, and rows are made again from it.) Of each file the first and
the last byte are flipped, and one in each N-th part of it; `jejak verify` of a copy must then end with a
status that is not 0, and not by a signal. Before and after, the untouched ledger must verify.
"""
import argparse
import json
import pathlib
import shutil
import subprocess
import sys
import tempfile
import urllib.request

SKIPPED = ("LOG", "OPTIONS", "IDENTITY", "LOCK", "lock")


def agency(number):
    return {
        "specversion": "1.0", "type": "jejak.agency.registered", "source": "urn:flip", "id": f"a{number}",
        "subject": f"agency/a{number}", "actor": "ppk", "actorrole": "head",
        "data": {"name": f"Instansi {number}", "kind": "city", "zone": "wib"}}


def person(number):
    return {
        "specversion": "1.0", "type": "jejak.person.registered", "source": "urn:flip", "id": f"p{number}",
        "subject": f"person/p{number}", "actor": "team", "actorrole": "performanceTeam",
        "data": {"agency": "a0", "kind": "pns", "fullName": f"Nama dari {number}"}}


def make(jejak, ledger):
    """A small ledger with all that there can be: closed words, a close, a key that was replaced, records
    in SSTs and in a write-ahead log."""
    run = lambda *command: subprocess.run([jejak, *command], check=True, stdout=subprocess.DEVNULL)
    run("init", ledger, "--origin", "flip.example")
    for tiny, numbers in ((["--tiny-files"], range(300)), ([], range(300, 340))):
        server = subprocess.Popen([jejak, "--json", "serve", ledger, "--port", "0", *tiny],
                                  stdout=subprocess.PIPE, text=True)
        url = json.loads(server.stdout.readline())["url"]
        acts = [agency(n) for n in numbers] + [person(n) for n in numbers]
        urllib.request.urlopen(urllib.request.Request(
            url + "/v1/events", json.dumps(acts).encode(),
            {"Content-Type": "application/cloudevents-batch+json", "Prefer": "wait=20"}), timeout=60).read()
        server.terminate()
        server.wait()
    run("close", ledger)
    run("rotate-key", ledger)


def verify(jejak, ledger):
    done = subprocess.run([jejak, "--json", "verify", ledger], capture_output=True, text=True)
    return done.returncode, (done.stdout + done.stderr)[:300]


def places(size, parts):
    return sorted({0, size - 1, *(size * i // parts for i in range(parts))})


def main():
    arguments = argparse.ArgumentParser()
    arguments.add_argument("jejak", type=pathlib.Path)
    arguments.add_argument("--every", type=int, default=12, help="parts of each file")
    options = arguments.parse_args()
    jejak = options.jejak.resolve()
    with tempfile.TemporaryDirectory() as temporary:
        folder = pathlib.Path(temporary)
        ledger = folder / "ledger"
        make(jejak, ledger)
        if verify(jejak, ledger)[0] != 0:
            sys.exit(f"the ledger itself does not verify: {verify(jejak, ledger)[1]}")
        files = [f for f in sorted(ledger.rglob("*")) if f.is_file() and f.stat().st_size > 0
                 and "rows" not in f.relative_to(ledger).parts and not f.name.startswith(SKIPPED)]
        flipped, missed = 0, []
        for file in files:
            name = file.relative_to(ledger)
            found = 0
            for at in places(file.stat().st_size, options.every):
                copy = folder / "copy"
                shutil.rmtree(copy, ignore_errors=True)
                shutil.copytree(ledger, copy)
                with open(copy / name, "r+b") as bytes_:
                    bytes_.seek(at)
                    byte = bytes_.read(1)[0]
                    bytes_.seek(at)
                    bytes_.write(bytes([byte ^ 0x10]))
                status, said = verify(jejak, copy)
                flipped += 1
                if status in (1, 3):
                    found += 1
                else:
                    missed.append(f"{name} at {at} of {file.stat().st_size}: status {status}, {said}")
            print(f"{name}: {found} refused or found", flush=True)
        if verify(jejak, ledger)[0] != 0:
            sys.exit("the ledger itself no longer verifies")
        if missed:
            sys.exit(f"{len(missed)} of {flipped} not noticed:\n" + "\n".join(missed))
        print(f"{flipped} flips in {len(files)} files, each refused or found")


if __name__ == "__main__":
    main()
