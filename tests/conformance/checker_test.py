#!/usr/bin/env python3
"""Has the independent checker check what the ledger writes.

    tests/conformance/checker_test.py JEJAK

Runs the checker's own tests, and then holds it to receipts of the demonstration's ledger: the golden
year's and a person's file hold, now and as of the past; each with one bit flipped, or by another key,
does not. Needs nodejs and npm, and capnproto.
"""
import json
import pathlib
import random
import subprocess
import sys
import tempfile

CHECKER = pathlib.Path(__file__).resolve().parents[2] / "checker"


def run(*command, **options):
    return subprocess.run(command, check=True, text=True, **options)


def check(receipt, key):
    """Exit status and answer of the checker."""
    done = subprocess.run(["node", CHECKER / "dist" / "jejak-check.js", "receipt", receipt, "--key", key],
                          text=True, capture_output=True)
    return done.returncode, done.stdout + done.stderr


def main():
    jejak = pathlib.Path(sys.argv[1]).resolve()
    if not (CHECKER / "node_modules").is_dir():
        run("npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund", cwd=CHECKER)
    tests = subprocess.run(["npm", "test", "--silent"], cwd=CHECKER, text=True, capture_output=True)
    print("\n".join(tests.stdout.splitlines()[-9:]), flush=True)
    if tests.returncode != 0:
        sys.exit(tests.stdout + tests.stderr)
    with tempfile.TemporaryDirectory() as temporary:
        folder = pathlib.Path(temporary)
        ledger = folder / "demo"
        run(jejak, "demo", ledger, "--fill-only", stderr=subprocess.DEVNULL)
        first = json.loads(run(jejak, "export", ledger, stdout=subprocess.PIPE).stdout.splitlines()[0])
        key = first["data"]["key"]
        asked = {
            "golden": ["a-puskesmas-pauh", "2025"],
            "quarter": ["a-puskesmas-pauh", "2025-Q4"],
            "past": ["a-puskesmas-pauh", "2025", "--recorded", "2026-02-06T00:00:00Z"],
            "file": ["a-puskesmas-pauh"],
            "nobody": ["nobody"],
            "unit": ["pauh", "2025", "--unit", "dinkes"],
            "centre": ["pauh", "2025-Q3", "--unit", "puskesmas-pauh"],
        }
        for name, what in asked.items():
            receipt = folder / f"{name}.json"
            text = run(jejak, "receipt", ledger, *what, stdout=subprocess.PIPE).stdout
            receipt.write_text(text)
            run(jejak, "verify", receipt, "--key", key, stdout=subprocess.DEVNULL)
            status, answer = check(receipt, key)
            if status != 0:
                sys.exit(f"{name} does not hold: {answer}")
            print(f"{name}: {answer.splitlines()[0]}", flush=True)
            hostile(receipt, text, key, jejak)


def hostile(receipt, text, key, jejak):
    """One bit flipped somewhere: the checker and the ledger refuse the same receipts."""
    chance = random.Random(text[:100])
    for _ in range(6):
        at = chance.randrange(len(text) - 2)
        bent = text[:at] + chr(ord(text[at]) ^ 1) + text[at + 1:]
        receipt.write_text(bent, encoding="utf-8")
        status, answer = check(receipt, key)
        ours = subprocess.run([jejak, "verify", receipt, "--key", key], capture_output=True).returncode
        if (status == 0) != (ours == 0):
            sys.exit(f"{receipt.name} with bit {at} flipped: checker {status}, jejak {ours}: {answer}")
    receipt.write_text(text)
    other = "example.com/foo+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k"
    if check(receipt, other)[0] != 1:
        sys.exit("a receipt holds by a key that did not sign it")


if __name__ == "__main__":
    main()
