#pragma once
// A fuzz target: code that takes whatever comes from outside or from disk. Each file here is one.
//
// With the preset `fuzz` it is a libFuzzer program, to be run for hours:
//     build/fuzz/fuzz_record -max_total_time=3600 corpus/
// In every other build it is a test of a second or so, in which smoke.cc mutates the seeds: enough
// to notice that a target has become easy to break.

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

// Inputs that get far. The same in every run.
[[nodiscard]] std::vector<std::string> fuzz_seeds();

// Aborts when what must hold does not. Always returns 0.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size);
