#include "core/model/vocabulary.hpp"

#include <algorithm>
#include <cstring>

namespace textmend {

Vocabulary::Vocabulary(Bytes section) : direct_(kDirect, kUnknownId) {
  const std::size_t count = section.size / sizeof(char32_t);
  if (section.size % sizeof(char32_t) != 0 || count > 0xFFFF - kFirstCharacterId) {
    throw ModelFileError("A vocabulary has the wrong size; get the model again.");
  }
  code_points_.resize(count);
  if (count > 0) std::memcpy(code_points_.data(), section.data, section.size);
  for (std::size_t i = 0; i < count; ++i) {
    const char32_t character = code_points_[i];
    if (character > 0x10FFFF || (i > 0 && character <= code_points_[i - 1])) {
      throw ModelFileError("A vocabulary is not sorted; get the model again.");
    }
    if (character < kDirect) direct_[character] = static_cast<Id>(kFirstCharacterId + i);
  }
}

char32_t Vocabulary::character(Id id) const noexcept {
  const std::size_t index = static_cast<std::size_t>(id) - kFirstCharacterId;
  return id >= kFirstCharacterId && index < code_points_.size() ? code_points_[index] : U'\0';
}

Id Vocabulary::find(char32_t character) const noexcept {
  const auto found = std::lower_bound(code_points_.begin(), code_points_.end(), character);
  if (found == code_points_.end() || *found != character) return kUnknownId;
  return static_cast<Id>(kFirstCharacterId + (found - code_points_.begin()));
}

}  // namespace textmend
