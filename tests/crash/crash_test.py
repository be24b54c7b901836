#!/usr/bin/env python3
"""Kills a loaded server again and again, and checks that it loses and doubles nothing.

    tests/crash/crash_test.py JEJAK [--kills N] [--seed S]

Each round: eight clients append one event to a request, each event with a stream and an id of its own;
at a random moment the server is killed with SIGKILL and started again. Every event that was
acknowledged must then be where its acknowledgement said, once; one that was not may be there or not,
but sending it again must end with it there once. At the end `jejak verify` must find nothing.
"""
import argparse
import http.client
import json
import pathlib
import random
import signal
import subprocess
import sys
import tempfile
import threading
import time

CLIENTS = 8


class Server:
    def __init__(self, jejak, directory):
        self.process = subprocess.Popen(
            [jejak, "--json", "serve", directory, "--port", "0"], stdout=subprocess.PIPE, text=True
        )
        line = self.process.stdout.readline()
        if not line:
            sys.exit(f"the server did not start: exit status {self.process.wait()}")
        self.port = int(json.loads(line)["url"].rsplit(":", 1)[1])

    def kill(self):
        self.process.send_signal(signal.SIGKILL)
        self.process.wait()

    def stop(self):
        self.process.send_signal(signal.SIGTERM)
        status = self.process.wait()
        if status != 0:
            sys.exit(f"a server that was asked to stop ended with {status}")


def event(name):
    return json.dumps({
        "specversion": "1.0", "type": "jejak.agency.registered", "source": "urn:crash",
        "id": name, "subject": f"agency/{name}", "actor": "ppk", "actorrole": "head",
        "data": {"name": f"Instansi {name}", "kind": "city", "zone": "wib"},
    })


def append(connection, name):
    """The answer to an append, or None when the connection broke before there was one."""
    try:
        connection.request("POST", "/v1/events", body=event(name),
                           headers={"Content-Type": "application/cloudevents+json"})
        response = connection.getresponse()
        answer = json.loads(response.read())
    except (OSError, http.client.HTTPException, json.JSONDecodeError):
        return None
    if response.status not in (200, 201):
        sys.exit(f"{name} was answered with {response.status}: {answer}")
    return answer


def load(port, round_number, client, acknowledged, unanswered, stop):
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
    number = 0
    while not stop.is_set():
        name = f"r{round_number}-c{client}-{number}"
        number += 1
        answer = append(connection, name)
        if answer is None:
            unanswered.append(name)
            return
        acknowledged[name] = answer["position"]


def positions_of(connection, name):
    connection.request("GET", f"/v1/streams/agency/{name}")
    response = connection.getresponse()
    return [int(found["sequence"]) for found in json.loads(response.read())["events"]]


def check(port, acknowledged, unanswered):
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
    for name, position in acknowledged.items():
        found = positions_of(connection, name)
        if found != [position]:
            sys.exit(f"{name} was acknowledged at {position}; the ledger has it at {found}")
    for name in unanswered:
        append(connection, name)
        if len(positions_of(connection, name)) != 1:
            sys.exit(f"{name}, sent again, is not there once")


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("jejak")
    parser.add_argument("--kills", type=int, default=24)
    parser.add_argument("--seed", type=int, default=random.randrange(2**32))
    options = parser.parse_args()
    print(f"seed {options.seed}", flush=True)
    chance = random.Random(options.seed)
    total = 0
    unanswered_total = 0
    with tempfile.TemporaryDirectory() as folder:
        directory = str(pathlib.Path(folder) / "ledger")
        subprocess.run([options.jejak, "init", directory, "--origin", "crash.example/test"],
                       check=True, stdout=subprocess.DEVNULL)
        server = Server(options.jejak, directory)
        for round_number in range(options.kills):
            acknowledged, unanswered, stop = {}, [], threading.Event()
            clients = [
                threading.Thread(target=load, args=(
                    server.port, round_number, client, acknowledged, unanswered, stop))
                for client in range(CLIENTS)
            ]
            for client in clients:
                client.start()
            time.sleep(chance.uniform(0.02, 0.4))  # the moment of the kill
            server.kill()
            stop.set()
            for client in clients:
                client.join()
            server = Server(options.jejak, directory)
            check(server.port, acknowledged, unanswered)
            total += len(acknowledged)
            unanswered_total += len(unanswered)
        server.stop()
        verified = subprocess.run([options.jejak, "--json", "verify", directory],
                                  capture_output=True, text=True, check=False)
        if verified.returncode != 0:
            sys.exit(f"verify found: {verified.stdout}{verified.stderr}")
        events = json.loads(verified.stdout)["events"]
        expected = 1 + total + unanswered_total
        if events != expected:
            sys.exit(f"the ledger has {events} events, expected {expected}")
    print(f"{options.kills} kills, {total} acknowledged events, none lost, none doubled; "
          f"{unanswered_total} unanswered ones sent again; verified")


if __name__ == "__main__":
    main()
