#!/usr/bin/env python3
"""Kills a loaded server again and again, and checks that it loses and doubles nothing.

    tests/crash/crash_test.py JEJAK [--kills N] [--seed S]

Each round: eight clients append, each act with a stream and an id of its own: agencies by themselves,
persons with closed words in batches, batches that are all or nothing, and such batches of which one act
is forbidden. At a random moment the server is killed with SIGKILL and started again. Every event that
was acknowledged must then be where its acknowledgement said, once; one that was not may be there or
not, but of an all-or-nothing batch all or none is there, and sending it again must end with each there
once; of a forbidden batch nothing ever is. In every other round the server puts what is in memory on
disk in tiny pieces, so that kills meet flushes. At the end `jejak verify` must find nothing.
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
BATCH = "application/cloudevents-batch+json"


class Server:
    def __init__(self, jejak, directory, tiny):
        command = [jejak, "--json", "serve", directory, "--port", "0"]
        self.process = subprocess.Popen(
            command + ["--tiny-files"] * tiny, stdout=subprocess.PIPE, text=True
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


def agency(name):
    return {
        "specversion": "1.0", "type": "jejak.agency.registered", "source": "urn:crash",
        "id": name, "subject": f"agency/{name}", "actor": "ppk", "actorrole": "head",
        "data": {"name": f"Instansi {name}", "kind": "city", "zone": "wib"},
    }


def person(name, home="home"):
    return {
        "specversion": "1.0", "type": "jejak.person.registered", "source": "urn:crash",
        "id": name, "subject": f"person/{name}", "actor": "team", "actorrole": "performanceTeam",
        "data": {"agency": home, "kind": "pns", "fullName": f"Nama dari {name}"},
    }


class Sending:
    """One request: its acts, and what must become of them."""

    def __init__(self, acts, atomic=False, forbidden=False):
        self.acts = acts
        self.atomic = atomic
        self.forbidden = forbidden  # nothing of it may ever be there
        self.positions = None  # where its acts are, once that was acknowledged

    @staticmethod
    def of(name, chance):
        kind = chance.randrange(4)
        several = [f"{name}.{i}" for i in range(chance.randrange(2, 12))]
        if kind == 0:
            return Sending([agency(name)])
        if kind == 1:
            return Sending([person(each) for each in several])
        if kind == 2:  # each stands on the agency before it
            return Sending([agency(name)] + [person(each, name) for each in several], atomic=True)
        bad = person(f"{name}.bad", "an-agency-that-is-not-there")
        return Sending([agency(name)] + [person(each, name) for each in several] + [bad],
                       atomic=True, forbidden=True)

    def streams(self):
        return [act["subject"] for act in self.acts]

    def send(self, connection):
        """False when the connection broke before there was an answer."""
        single = len(self.acts) == 1
        body = json.dumps(self.acts[0] if single else self.acts)
        target = "/v1/events?atomic=true" if self.atomic else "/v1/events"
        kind = "application/cloudevents+json" if single else BATCH
        try:
            connection.request("POST", target, body=body, headers={"Content-Type": kind})
            response = connection.getresponse()
            answer = json.loads(response.read())
        except (OSError, http.client.HTTPException, json.JSONDecodeError):
            return False
        if response.status not in (200, 201):
            sys.exit(f"{self.streams()} was answered with {response.status}: {answer}")
        outcomes = [answer] if single else answer["outcomes"]
        self.take(outcomes)
        return True

    def take(self, outcomes):
        told = [outcome["outcome"] for outcome in outcomes]
        if self.forbidden:
            if told != ["abandoned"] * (len(told) - 1) + ["rejected"]:
                sys.exit(f"a forbidden batch was answered with {outcomes}")
            self.positions = []
            return
        if not set(told) <= {"recorded", "duplicate"}:
            sys.exit(f"{self.streams()} was answered with {outcomes}")
        self.positions = [outcome["position"] for outcome in outcomes]


def load(port, round_number, client, seed, sent, stop):
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
    chance = random.Random(f"{seed} {round_number} {client}")
    number = 0
    while not stop.is_set():
        sending = Sending.of(f"r{round_number}-c{client}-{number}", chance)
        sent.append(sending)
        number += 1
        if not sending.send(connection):
            return


def positions_of(connection, stream):
    kind, key = stream.split("/")
    connection.request("GET", f"/v1/streams/{kind}/{key}")
    response = connection.getresponse()
    return [int(found["sequence"]) for found in json.loads(response.read())["events"]]


def check_unanswered(connection, sending):
    there = [len(positions_of(connection, stream)) for stream in sending.streams()]
    if sending.forbidden and any(there):
        sys.exit(f"something of a forbidden batch is there: {sending.streams()}")
    if sending.atomic and len(set(there)) > 1:
        sys.exit(f"an all-or-nothing batch is there in part: {there}")
    if not sending.send(connection):
        sys.exit("the server that was started again does not answer")


def check(port, sent):
    """How many requests were not answered."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
    unanswered = [sending for sending in sent if sending.positions is None]
    for sending in unanswered:
        check_unanswered(connection, sending)
    for sending in sent:
        for stream, position in zip(sending.streams(), sending.positions):
            found = positions_of(connection, stream)
            if found != [position]:
                sys.exit(f"{stream} was acknowledged at {position}; the ledger has it at {found}")
        if sending.forbidden and any(positions_of(connection, s) for s in sending.streams()):
            sys.exit(f"something of a forbidden batch is there: {sending.streams()}")
    return len(unanswered)


def verify(jejak, directory, expected):
    verified = subprocess.run([jejak, "--json", "verify", directory],
                              capture_output=True, text=True, check=False)
    if verified.returncode != 0:
        sys.exit(f"verify found: {verified.stdout}{verified.stderr}")
    events = json.loads(verified.stdout)["events"]
    if events != expected:
        sys.exit(f"the ledger has {events} events, expected {expected}")


def play_round(options, directory, server, round_number, chance):
    """The server that runs afterwards, and how many requests were sent, acts kept, unanswered."""
    stop = threading.Event()
    sent = [[] for _ in range(CLIENTS)]
    clients = [
        threading.Thread(target=load, args=(
            server.port, round_number, client, options.seed, sent[client], stop))
        for client in range(CLIENTS)
    ]
    for client in clients:
        client.start()
    time.sleep(chance.uniform(0.02, 0.4))  # the moment of the kill
    server.kill()
    stop.set()
    for client in clients:
        client.join()
    server = Server(options.jejak, directory, tiny=round_number % 2 == 0)
    all_sent = [sending for of_client in sent for sending in of_client]
    unanswered = check(server.port, all_sent)
    kept = sum(len(sending.acts) for sending in all_sent if not sending.forbidden)
    return server, kept, unanswered


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("jejak")
    parser.add_argument("--kills", type=int, default=24)
    parser.add_argument("--seed", type=int, default=random.randrange(2**32))
    options = parser.parse_args()
    print(f"seed {options.seed}", flush=True)
    chance = random.Random(options.seed)
    kept_total = 0
    unanswered_total = 0
    with tempfile.TemporaryDirectory() as folder:
        directory = str(pathlib.Path(folder) / "ledger")
        subprocess.run([options.jejak, "init", directory, "--origin", "crash.example/test"],
                       check=True, stdout=subprocess.DEVNULL)
        server = Server(options.jejak, directory, tiny=True)
        home = Sending([agency("home")])
        if not home.send(http.client.HTTPConnection("127.0.0.1", server.port, timeout=30)):
            sys.exit("the server does not answer")
        for round_number in range(options.kills):
            server, kept, unanswered = play_round(options, directory, server, round_number, chance)
            kept_total += kept
            unanswered_total += unanswered
        server.stop()
        verify(options.jejak, directory, 2 + kept_total)
    print(f"{options.kills} kills, {kept_total} events kept, none lost, none doubled; "
          f"{unanswered_total} unanswered requests sent again; verified")


if __name__ == "__main__":
    main()
