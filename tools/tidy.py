#!/usr/bin/env python3
"""Checks what the compiler does not: who may include whom, and a few habits. Run by ctest."""
import pathlib
import re
import subprocess
import sys

# A room may include itself, what is listed here, and nothing else of ours. The arrows run
# tools -> api -> projections -> ledger -> ledger/rules -> schemas, and never turn round.
MAY_INCLUDE = {
    "schemas": r"schemas/.*",
    "ledger/rules": r"$^",
    "ledger": r"(ledger/rules|schemas)/.*",
    "projections": r"(ledger|ledger/rules)/.*",
    "api": r"(projections|ledger)/.*",
    "tools": r"(api|projections|ledger)/.*",
    "tests": r"(tools|api|projections|ledger|schemas)/.*",
}
# Heavy or sharp things, and the few files that may hold them.
ONLY_IN = {
    r"<boost/beast": r"api/(http_\w+|websocket)\.(cc|h)|tests/.*",
    r"<boost/asio": r"(api|tests|tools)/.*",
    r"<boost/multiprecision": r"ledger/rules/rational\.cc|tests/.*",
    r"<rocksdb/": r"ledger/(rocks|row)_\w+\.(cc|h)|tests/.*",
    r"<capnp/|\.capnp\.h": r"ledger/(capnp_values|event_codec|event_layout|record_codec)\.(cc|h)|tests/.*",
    r"<simdjson": r"api/json_in\.cc|ledger/jws\.cc|tests/.*",
    r"<CLI/": r"tools/main/jejak\.cc",
    r"_clock::now": r"(tools|tests|api)/.*|ledger/(clock\.h|head_keeper\.cc)",
    r"\b(double|float)\b": r"tools/bench\w*\.(cc|h)|tests/.*",
    r"<(mutex|thread|random|atomic)>": r"(?!ledger/rules/).*",
    r"std::cout|FIXME|TODO": r"$^",
    r"co_await[^;]*\w\{": r"tests/.*",  # g++ 12 destroys such a temporary twice; name it first
}
LINE_MAX = 100
FILE_MAX = 800


def room_of(name):
    return max((room for room in MAY_INCLUDE if name.startswith(room + "/")), key=len)


def check(name, lines):
    room = room_of(name)
    if len(lines) > FILE_MAX and room != "tests":
        yield len(lines), f"longer than {FILE_MAX} lines: split it by meaning"
    for number, line in enumerate(lines, 1):
        code = line.split("//")[0]
        if len(line) > LINE_MAX and room != "tests":  # tests hold tables and JSON as they are
            yield number, f"longer than {LINE_MAX} columns"
        include = re.match(r'#include "([^"]+)"', line)
        if include and room_of(include[1]) != room:
            if not re.fullmatch(MAY_INCLUDE[room], include[1]):
                yield number, f"{room}/ may not include {include[1]}"
        for pattern, allowed in ONLY_IN.items():
            if re.search(pattern, code) and not re.fullmatch(allowed, name):
                yield number, f"{pattern} is not for this file"


def names_to_check():
    listed = subprocess.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard", "*.h", "*.cc"],
        capture_output=True, text=True, check=False,
    ).stdout.split()
    return [name for name in listed if pathlib.Path(name).exists()]


def self_test():
    """The rules must be able to fail."""
    for name, line in {
        "ledger/rules/plan.cc": "#include <mutex>",
        "ledger/group.cc": "const auto now = std::chrono::system_clock::now();",
        "ledger/vault.cc": "#include <rocksdb/db.h>",
        "api/events.cc": "#include <boost/beast/http.hpp>",
        "projections/boards.cc": "double sum = 0;",
        "tools/serve.cc": "std::cout << 1;",
    }.items():
        assert list(check(name, [line])), f"{line} was let through in {name}"
    for name, line in {
        "ledger/group.cc": "#include <mutex>",
        "api/timer.cc": "return std::chrono::steady_clock::now();",
        "ledger/rocks_log.cc": "#include <rocksdb/db.h>",
        "api/http_session.cc": "#include <boost/beast/http.hpp>",
        "tools/bench.cc": "double sum = 0;",
        "tools/score.cc": "// std::cout is for nobody",
    }.items():
        assert not list(check(name, [line])), f"{line} was refused in {name}"
    assert list(check("ledger/group.cc", ['#include "api/router.h"']))
    assert list(check("ledger/group.cc", ["x" * (LINE_MAX + 1)]))
    assert list(check("ledger/group.cc", [""] * (FILE_MAX + 1)))
    assert re.fullmatch(MAY_INCLUDE["api"], "ledger/log.h")
    assert not re.fullmatch(MAY_INCLUDE["ledger"], "api/router.h")
    assert not re.fullmatch(MAY_INCLUDE["ledger/rules"], "ledger/log.h")
    assert room_of("ledger/rules/plan.h") == "ledger/rules"


def main():
    self_test()
    names = names_to_check()
    if not names:
        sys.exit("tidy: no files found; run it in the repository")
    problems = [
        f"{name}:{number}: {what}"
        for name in names
        for number, what in check(name, pathlib.Path(name).read_text().splitlines())
    ]
    print("\n".join(problems) if problems else f"tidy: {len(names)} files in order")
    sys.exit(bool(problems))


if __name__ == "__main__":
    main()
