#pragma once
// What a verb printed, and how it ended.

#include <gtest/gtest.h>

#include <functional>
#include <string>

namespace tests {

struct Said {
    int status = 0;
    std::string out;
    std::string err;
};

inline Said said(const std::function<int()>& verb) {
    testing::internal::CaptureStdout();
    testing::internal::CaptureStderr();
    Said all;
    all.status = verb();
    all.out = testing::internal::GetCapturedStdout();
    all.err = testing::internal::GetCapturedStderr();
    return all;
}

}  // namespace tests
