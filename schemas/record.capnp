@0x9d3c51b7e80fa264;
# The record of one event, as it is stored, hashed and proved: one segment, unpacked, with its segment
# table. entry = SHA-256(record bytes); the entries are the leaves of the log (proof.md).
#
# Add fields at the end; never renumber, rename, or reuse.

using Cxx = import "/capnp/c++.capnp";
using Events = import "event.capnp";
$Cxx.namespace("schemas");

struct Record {
  salt @0 :Data;      # 16 random bytes: nobody can guess a low-entropy record from its hash
  stream @1 :Text;
  version @2 :UInt64;   # in its stream, from 1, without gaps
  previous @3 :Data;    # the entry of the record before it in its stream; 32 zero bytes for the first
  recorded @4 :Int64;   # when the ledger learnt of it: microseconds since 1970 in UTC
  effective @5 :Int64;  # when it happened
  effectiveGiven @6 :Bool;  # by who submitted it; otherwise it is `recorded`

  # The act that it came from. An act's facts share `source` and `id`.
  source @7 :Text;
  id @8 :Text;
  factIndex @9 :UInt16;   # from 0
  factCount @10 :UInt16;  # at least 1
  actor @11 :Actor;
  authentication @12 :Authentication;
  signedWith @13 :Text;  # the actor's key that `submitted` is signed with; none: attested by the operator only
  correlation @14 :Text;
  causation @15 :Text;
  traceparent @16 :Text;
  channel @17 :Channel;
  migration @18 :Text;   # the order under which it came from an older system; none otherwise

  subjects @19 :List(Text);  # the persons that it is about, by opaque id
  class @20 :Class;
  parts @21 :List(Part);     # closed parts, stored beside the record
  event @22 :Events.Event;
  submitted @23 :Events.ClosedText;  # the act as it was signed, a compact JWS; in its first fact
}

struct Actor { person @0 :Text; role @1 :Role; onBehalfOf @2 :Text; mandate @3 :Text; }
struct Authentication { issuer @0 :Text; subject @1 :Text; method @2 :Text; }

enum Channel { api @0; import @1; web @2; mobile @3; offline @4; }

# A closed part, under a key of the record's first subject, or of its actor when it is about nobody.
# Its stored bytes are a salt of 16 bytes and then the words, encrypted with
# XChaCha20-Poly1305 under the key in `slot` of the vault, with the nonce salt || part number (8 bytes,
# big-endian, from 0).
struct Part {
  class @0 :Class;
  sha256 @1 :Data;  # of the stored bytes
  slot @2 :UInt32;
}

enum Role {
  none @0; pegawai @1; rater @2; superior @3; peer @4; subordinate @5; teamLead @6;
  performanceTeam @7; authority @8; head @9; examiner @10; treasurer @11; inspector @12;
  oversight @13; informationOfficer @14; serviceUser @15; integration @16; operator @17;
}

enum Class {
  ledger @0; organisation @1; person @2; calendar @3; policy @4; period @5; indicator @6; plan @7;
  report @8; correction @9; feedback @10; rating @11; objection @12; reward @13; sanction @14;
  signature @15;
}
