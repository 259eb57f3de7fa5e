// Does a text go on with another? What a network says that reads the end of the one and the
// beginning of the other.
#pragma once

#include <cstdint>
#include <vector>

#include "core/reader/alphabet.hpp"
#include "core/reader/blocks.hpp"
#include "core/reader/embedding.hpp"
#include "core/tables.hpp"
#include "core/text.hpp"

namespace textmend {

// Immutable, and safe to use from many threads.
class JointReader {
 public:
  static constexpr std::size_t kSide = 48;  // characters that are read of each

  // The tables must outlive it. Throws ModelFileError.
  JointReader(const ModelFile& file, const Tables& tables);

  // ln of the odds that the text goes on. Either may be empty: then it is that the other breaks
  // off, or is the rest of something. Each is a line, or the part of it that is next to the joint.
  // The network knows simplified text, so traditional characters are read as their counterparts.
  float weigh(const AnyText& before, const AnyText& after) const;

 private:
  struct Shape {
    std::uint32_t version = 1;
    std::uint32_t characters = 0;
    std::uint32_t symbols = 0;
    std::uint32_t width = 0;
    std::uint32_t blocks = 0;
    std::uint32_t heads = 0;
    std::uint32_t inner = 0;
  };
  static Shape read_shape(const ModelFile& file);

  std::vector<Id> ids(const AnyText& text) const;

  Shape shape_;
  const Tables& tables_;
  reader::Alphabet alphabet_;
  reader::Embedding characters_;
  std::vector<float> sides_;  // [2, width]: added to each character of a side
  reader::Blocks blocks_;
  // [2 x inner, width]: of the last character before the joint, and of the first one behind it
  reader::Matrix inner_;
  std::vector<float> inner_bias_;
  std::vector<float> out_;  // [inner], and its bias
};

}  // namespace textmend
