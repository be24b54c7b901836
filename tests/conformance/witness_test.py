#!/usr/bin/env python3
"""A log, its server and three witnesses, each a process of its own.

    tests/conformance/witness_test.py JEJAK

Two of three must cosign. One is killed: the others are enough. It comes back, and catches up. Then the
log is restored from an older copy: it is refused; without what it had signed too, for the witnesses say
that they have seen more. Once the loss is announced it starts, and they do not sign the other history.
"""
import atexit
import json
import pathlib
import shutil
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request

PATIENCE = 60  # seconds


class Process:
    def __init__(self, *command):
        self.process = subprocess.Popen([str(c) for c in command], stdout=subprocess.PIPE, text=True)
        atexit.register(self.process.kill)  # also where this test fails
        line = self.process.stdout.readline()
        if not line:
            raise RuntimeError(f"{command} ended with {self.process.wait()}")
        self.said = json.loads(line)

    def stop(self):
        self.process.terminate()
        self.process.wait()

    def kill(self):
        self.process.kill()
        self.process.wait()


def get(url):
    with urllib.request.urlopen(url, timeout=30) as answer:
        return answer.read().decode()


def act(url, number):
    body = json.dumps({
        "specversion": "1.0", "type": "jejak.agency.registered", "source": "urn:w", "id": str(number),
        "subject": f"agency/a{number}", "actor": "ppk", "actorrole": "head",
        "data": {"name": "Instansi", "kind": "city", "zone": "wib"}}).encode()
    urllib.request.urlopen(urllib.request.Request(
        url + "/v1/events", body, {"Content-Type": "application/cloudevents+json"}), timeout=30).read()


def until(what, holds):
    """Waits for another process: looks again until it holds."""
    give_up = time.monotonic() + PATIENCE
    while not holds():
        if time.monotonic() > give_up:
            sys.exit(f"in vain: {what}")
        time.sleep(0.05)
    print(what, flush=True)


def cosigned(url):
    try:
        note = get(url + "/log/cosigned")
    except urllib.error.HTTPError:
        return 0, set()
    lines = note.splitlines()
    return int(lines[1]), {line.split()[1] for line in lines[4:]}


def standing(url):
    return {w["name"]: w for w in json.loads(get(url + "/log/witnesses"))["witnesses"]}


def main():
    jejak = sys.argv[1]
    with tempfile.TemporaryDirectory() as temporary:
        folder = pathlib.Path(temporary)
        ledger = folder / "ledger"
        founded = subprocess.run([jejak, "--json", "init", ledger, "--origin", "log.example"], check=True,
                                 stdout=subprocess.PIPE, text=True)
        key = json.loads(founded.stdout)["key"]
        names = ["a", "b", "c"]

        def start_witness(name, port=0):
            return Process(jejak, "--json", "witness", folder / name, "--name", f"{name}.example/w",
                           "--log", key, "--port", port)

        witnesses = {name: start_witness(name) for name in names}
        policy = folder / "policy"
        policy.write_text(f"log {key}\n" + "".join(
            f"witness {n} {w.said['vkey']} {w.said['url']}\n" for n, w in witnesses.items())
            + "group two 2 a b c\nquorum two\n")

        def serve():
            return Process(jejak, "--json", "serve", ledger, "--port", "0", "--witnesses", policy)

        log = serve()
        url = log.said["url"]
        act(url, 1)
        until("all three cosign", lambda: cosigned(url)[0] >= 2 and len(cosigned(url)[1]) == 4)

        port = witnesses["b"].said["url"].rsplit(":", 1)[1]
        witnesses["b"].kill()
        act(url, 2)
        until("two are enough", lambda: cosigned(url)[0] >= 3)
        until("the third is silent", lambda: standing(url)["b"]["state"] == "silent")

        witnesses["b"] = start_witness("b", port)
        act(url, 3)
        until("it catches up", lambda: standing(url)["b"]["state"] == "signs"
              and standing(url)["b"]["size"] >= 4)

        log.stop()
        shutil.copytree(ledger, folder / "older")
        log = serve()
        url = log.said["url"]
        act(url, 4)
        until("all have seen five", lambda: all(w["size"] >= 5 for w in standing(url).values()))
        log.stop()

        newest = ledger / "checkpoints"
        shutil.copytree(newest, folder / "newest")
        shutil.rmtree(ledger)
        shutil.move(folder / "older", ledger)
        shutil.rmtree(newest)
        shutil.copytree(folder / "newest", newest)
        refused = subprocess.run([jejak, "serve", ledger, "--port", "0"], capture_output=True, text=True)
        if refused.returncode == 0 or "older copy" not in refused.stderr:
            sys.exit(f"a restored ledger was served: {refused.stderr}")
        print("an older copy is refused", flush=True)

        shutil.rmtree(newest)
        refused = subprocess.run([jejak, "serve", ledger, "--port", "0", "--witnesses", policy],
                                 capture_output=True, text=True)
        if refused.returncode == 0 or "it says that it has signed 5" not in refused.stderr:
            sys.exit(f"a ledger without its checkpoints was served: {refused.stderr}")
        print("and without its checkpoints the witnesses tell", flush=True)

        shutil.rmtree(newest)
        shutil.copytree(folder / "newest", newest)
        subprocess.run([jejak, "truncate", ledger, "--by", "inspektur", "--reason", "Cakram rusak.",
                        "--witnesses", policy], check=True, stdout=subprocess.DEVNULL)
        log = serve()
        url = log.said["url"]
        print("a loss that is announced is served", flush=True)
        act(url, 5)
        act(url, 6)
        until("nor do they sign another history",
              lambda: all(w["state"] == "refuses" and w["trouble"].startswith("422")
                          for w in standing(url).values()))
        if cosigned(url)[0] != 0:
            sys.exit("a second history was cosigned")
        log.stop()
        for witness in witnesses.values():
            witness.stop()


if __name__ == "__main__":
    main()
