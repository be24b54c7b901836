#!/usr/bin/env python3
"""Has Go's sumdb/note and sumdb/tlog check a growing ledger's public log.

    tests/conformance/go_log_test.py JEJAK

At sizes 1, 255, 256, 257 and 70,000, each against the one before. Needs Debian's golang-go and
golang-golang-x-mod-dev.
"""
import http.client
import json
import os
import pathlib
import subprocess
import sys
import tempfile

SIZES = [1, 255, 256, 257, 70_000]
BATCH = "application/cloudevents-batch+json"
HERE = pathlib.Path(__file__).parent


def build_checker(directory):
    program = directory / "log_check"
    settings = {"GO111MODULE": "off", "GOPATH": "/usr/share/gocode", "GOFLAGS": "-mod=mod",
                "GOCACHE": str(directory / "cache"), "GOTOOLCHAIN": "local"}
    go = "/usr/lib/go-1.19/bin/go" if os.path.exists("/usr/lib/go-1.19/bin/go") else "go"
    subprocess.run([go, "build", "-o", program, HERE / "log_check.go"], check=True,
                   env=os.environ | settings)
    return program


def agency(number):
    return {
        "specversion": "1.0", "type": "jejak.agency.registered", "source": "urn:go",
        "id": str(number), "subject": f"agency/a{number}", "actor": "ppk", "actorrole": "head",
        "data": {"name": f"Instansi {number}", "kind": "city", "zone": "wib"},
    }


class Server:
    def __init__(self, jejak, directory):
        self.process = subprocess.Popen([jejak, "--json", "serve", directory, "--port", "0"],
                                        stdout=subprocess.PIPE, text=True)
        self.url = json.loads(self.process.stdout.readline())["url"]
        self.http = http.client.HTTPConnection(self.url.removeprefix("http://"), timeout=60)

    def ask(self, method, path, body=None, headers=None):
        self.http.request(method, path, body, headers or {})
        response = self.http.getresponse()
        answer = response.read()
        if response.status not in (200, 201):
            sys.exit(f"{method} {path} answered {response.status}: {answer[:300]!r}")
        return answer

    def grow(self, size, to):
        for first in range(size, to, 1000):
            acts = [agency(i) for i in range(first, min(first + 1000, to))]
            answer = self.ask("POST", "/v1/events", json.dumps(acts),
                              {"Content-Type": BATCH, "Prefer": "wait=30"})
            for outcome in json.loads(answer)["outcomes"]:
                if outcome["outcome"] != "recorded" or "proof" not in outcome:
                    sys.exit(f"not recorded with a proof: {outcome}")

    def stop(self):
        self.process.terminate()
        self.process.wait()


def main():
    jejak = sys.argv[1]
    with tempfile.TemporaryDirectory() as temporary:
        temporary = pathlib.Path(temporary)
        checker = build_checker(temporary)
        ledger = temporary / "ledger"
        subprocess.run([jejak, "init", ledger, "--origin", "go.example/jejak"], check=True,
                       stdout=subprocess.DEVNULL)
        server = Server(jejak, ledger)
        vkey = json.loads(server.ask("GET", "/log/keys"))["keys"][-1]["key"]
        size, known = 1, []
        for wanted in SIZES:
            server.grow(size, wanted)
            size = wanted
            checked = subprocess.run([checker, server.url, vkey, *known], check=True, text=True,
                                     stdout=subprocess.PIPE).stdout.split()
            if int(checked[0]) != size:
                sys.exit(f"the checkpoint says {checked[0]}, and {size} events were recorded")
            known = checked
            print(f"size {checked[0]}: {checked[1]}", flush=True)
        server.stop()


if __name__ == "__main__":
    main()
