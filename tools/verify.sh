#!/bin/sh
# Checks what a Jejak ledger signed, with tools that nobody here wrote: openssl, capnp, POSIX ones.
#
#   tools/verify.sh checkpoint FILE VKEY                 the signature of a checkpoint
#   tools/verify.sh proof FILE.tlog-proof RECORD VKEY    that a record is in the signed ledger, and
#                                                        what it says
#
# Exit code 0: it is so; 1: it is not; 2: it could not be tried. docs/verify.md says each step in
# words, to be done by hand. From Debian: openssl, capnproto; the rest is in every system.
set -eu
export LC_ALL=C

schemas=$(CDPATH='' cd -- "$(dirname -- "$0")/../schemas" && pwd)

usage() {
    sed -n '2,/^set/{/^# \{0,3\}/{s/^# \{0,1\}//;p;}}' "$0" >&2
    exit 2
}

wrong() {
    printf 'NOT VERIFIED / TIDAK TERBUKTI: %s\n' "$1"
    exit 1
}

for tool in openssl base64 od awk; do
    command -v "$tool" >/dev/null || { printf 'there is no %s here\n' "$tool" >&2; exit 2; }
done

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
trap 'exit 2' HUP INT TERM

size_of() { wc -c <"$1" | tr -d ' '; }
hex_of() { od -An -v -tx1 "$1" | tr -d ' \n'; }
sha256() { openssl dgst -sha256 -binary; }

# decode TEXT FILE BYTES WHAT: base64 into FILE; refuses another length, or another spelling.
decode() {
    printf '%s' "$1" | base64 -d >"$2" 2>/dev/null || wrong "$4 is not base64"
    [ "$(base64 <"$2" | tr -d '\n')" = "$1" ] || wrong "$4 is not standard base64"
    [ "$(size_of "$2")" -eq "$3" ] || wrong "$4 has not $3 bytes"
}

is_number() {
    case $1 in
        '' | *[!0-9]* | 0?*) return 1 ;;
    esac
    [ "${#1}" -le 16 ]
}

# read_key VKEY: its name, its id in hex, and the key as openssl reads it.
read_key() {
    name=${1%%+*}
    rest=${1#*+}
    id=${rest%%+*}
    [ -n "$name" ] && [ "$rest" != "$1" ] && [ "$id" != "$rest" ] || wrong "the key is not a vkey"
    decode "${rest#*+}" "$work/key" 33 "the key"
    { printf '%s\n' "$name"; cat "$work/key"; } | sha256 >"$work/id"
    [ "$(hex_of "$work/id" | cut -c1-8)" = "$id" ] || wrong "the key's id is not its own"
    [ "$(hex_of "$work/key" | cut -c1-2)" = 01 ] || wrong "the key is not of type 1 (Ed25519)"
    # SubjectPublicKeyInfo of Ed25519 (RFC 8410), then the key's 32 bytes.
    printf '\060\052\060\005\006\003\053\145\160\003\041\000' >"$work/public.der"
    tail -c 32 "$work/key" >>"$work/public.der"
}

# check_checkpoint FILE: the signature; sets size, and root in $work/root.
check_checkpoint() {
    [ "$(tr -d '\n\040-\377' <"$1" | wc -c)" -eq 0 ] || wrong "it has control characters"
    [ "$(tail -c 1 "$1" | od -An -tx1 | tr -d ' ')" = 0a ] || wrong "it has no last line"
    # The text ends at the last empty line; signature lines follow.
    awk -v text="$work/text" -v lines="$work/lines" '
        { line[NR] = $0; if ($0 == "") last = NR }
        END {
            if (!last || last == NR) exit 1
            for (i = 1; i < last; ++i) print line[i] >text
            for (i = last + 1; i <= NR; ++i) print line[i] >lines
        }' "$1" || wrong "this is not a signed note"
    [ "$(wc -l <"$work/text")" -eq 3 ] || wrong "this is not a checkpoint of three lines"
    [ "$(sed -n 1p "$work/text")" = "$name" ] || wrong "this is of another ledger"
    size=$(sed -n 2p "$work/text")
    is_number "$size" || wrong "its size is not a number"
    decode "$(sed -n 3p "$work/text")" "$work/root" 32 "its root"

    found=0
    while IFS= read -r line; do
        case $line in
            "— $name "*) ;;
            *) continue ;;
        esac
        printf '%s' "${line##* }" | base64 -d >"$work/line" 2>/dev/null || continue
        [ "$(head -c 4 "$work/line" | od -An -tx1 | tr -d ' \n')" = "$id" ] || continue
        decode "${line##* }" "$work/line" 68 "its signature"
        found=$((found + 1))
        tail -c 64 "$work/line" >"$work/signature"
    done <"$work/lines"
    [ "$found" -eq 1 ] || wrong "it has $found signatures of that key, not 1"
    openssl pkeyutl -verify -pubin -keyform DER -inkey "$work/public.der" -rawin \
        -in "$work/text" -sigfile "$work/signature" >/dev/null 2>&1 ||
        wrong "its signature does not verify"
    printf 'checkpoint of %s: %s records, root %s\n' "$name" "$size" "$(hex_of "$work/root")"
}

# step LEFT RIGHT: SHA-256(0x01 || LEFT || RIGHT) into $work/hash.
step() {
    { printf '\001'; cat "$1" "$2"; } | sha256 >"$work/next"
    mv "$work/next" "$work/hash"
}

# check_inclusion RECORD INDEX, by RFC 9162 section 2.1.3.2, with the hashes in $work/path.
check_inclusion() {
    [ "$2" -lt "$size" ] || wrong "position $2 is not below $size"
    sha256 <"$1" >"$work/entry"
    { printf '\000'; cat "$work/entry"; } | sha256 >"$work/hash"
    at=$2
    last=$((size - 1))
    while IFS= read -r line; do
        decode "$line" "$work/sibling" 32 "a hash of the proof"
        [ "$last" -gt 0 ] || wrong "the proof is too long"
        if [ $((at % 2)) -eq 1 ] || [ "$at" -eq "$last" ]; then
            step "$work/sibling" "$work/hash"
            while [ $((at % 2)) -eq 0 ] && [ "$at" -ne 0 ]; do
                at=$((at / 2))
                last=$((last / 2))
            done
        else
            step "$work/hash" "$work/sibling"
        fi
        at=$((at / 2))
        last=$((last / 2))
    done <"$work/path"
    [ "$last" -eq 0 ] || wrong "the proof is too short"
    cmp -s "$work/hash" "$work/root" || wrong "the record is not at position $2 of this ledger"
    printf 'record %s is at position %s of it\n' "$(hex_of "$work/entry")" "$2"
}

# read_proof FILE: sets index; the hashes into $work/path, the checkpoint into $work/checkpoint.
read_proof() {
    awk -v hashes="$work/path" -v rest="$work/checkpoint" -v head="$work/index" '
        function fail() { failed = 1; exit }
        NR == 1 { if ($0 != "c2sp.org/tlog-proof@v1") fail(); next }
        NR == 2 && /^extra / { next }
        !seen { if ($0 !~ /^index [0-9]+$/) fail(); print $2 >head; seen = 1; next }
        !body && $0 == "" { body = 1; next }
        !body { print >hashes; next }
        { print >rest; some = 1 }
        END { if (failed || !body || !some) exit 1 }' "$1" || wrong "this is not a .tlog-proof file"
    touch "$work/path"
    index=$(cat "$work/index")
    is_number "$index" || wrong "its index is not a number"
    [ "$(wc -l <"$work/path")" -le 63 ] || wrong "its proof is too long"
}

# readable FILE: or it cannot be tried.
readable() {
    [ -f "$1" ] && [ -r "$1" ] || { printf '%s cannot be read\n' "$1" >&2; exit 2; }
}

case ${1-} in
    checkpoint)
        [ $# -eq 3 ] || usage
        readable "$2"
        read_key "$3"
        check_checkpoint "$2"
        ;;
    proof)
        [ $# -eq 4 ] || usage
        readable "$2"
        readable "$3"
        read_key "$4"
        read_proof "$2"
        check_checkpoint "$work/checkpoint"
        check_inclusion "$3" "$index"
        if command -v capnp >/dev/null; then
            capnp decode "$schemas/record.capnp" Record <"$3" || wrong "the record cannot be read"
        else
            printf 'to read it, install capnproto\n'
        fi
        ;;
    *) usage ;;
esac
printf 'VERIFIED / TERBUKTI\n'
