// What is wrong with a model file, or with the counts that one is made of.
#pragma once

#include <stdexcept>
#include <string>

namespace textmend {

// The message says what happened, why, and what to do.
class ModelFileError : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

}  // namespace textmend
