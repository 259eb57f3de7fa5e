// The dictionary tables, read once from a folder and immutable from then on.
#pragma once

#include <array>
#include <memory>
#include <mutex>
#include <stdexcept>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>
#include <vector>

#include "core/characters.hpp"
#include "core/rules.hpp"

namespace textmend {

class ScanTable;
class Segmenter;

// A table is missing or malformed. The message names the file, the line and what is wrong.
class TableError : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

enum class UnicodeAction : std::uint8_t {
  kReplace,
  kBesideHan,
  kBesideLatin,
  kBlank,
  kIndent,
  kRemove,
  kRemoveBesideCjk,
  kRemoveBidi,
  kReport,
};

struct UnicodeRow {
  UnicodeAction action;
  std::u32string replacement;
  std::uint16_t rule;
};

struct StopPairRow {
  std::u32string replacement;
  RuleId rule;
};

class Tables {
 public:
  // `folder` holds the TSV files. Raises TableError.
  explicit Tables(std::string folder);
  ~Tables();
  Tables(const Tables&) = delete;
  Tables& operator=(const Tables&) = delete;

  const CharacterTable& characters() const noexcept { return characters_; }
  Flags flags(char32_t character) const noexcept { return characters_.flags(character); }

  const ScanTable& scan_table() const noexcept { return *scan_table_; }

  const std::vector<Rule>& rules() const noexcept { return rules_; }
  std::uint16_t rule_index(RuleId id) const noexcept {
    return native_rules_[static_cast<std::size_t>(id)];
  }

  const UnicodeRow* unicode_row(char32_t character) const noexcept;
  // The full-width mark for a small, half-width or look-alike form; 0 where there is none.
  char32_t mark_form(char32_t character) const noexcept;
  bool is_middle_dot_form(char32_t character) const noexcept;
  // The first counterpart of a character that only one script has; itself if it has none.
  char32_t counterpart(char32_t character) const noexcept;
  // The simplified form of the longest phrase around `text[i]`, within [start, end), that OpenCC
  // does not convert character by character, and where it begins; empty where there is none.
  std::pair<std::size_t, std::u32string_view> script_phrase(const std::u32string& text,
                                                            std::size_t i, std::size_t start,
                                                            std::size_t end) const;
  // What two neighbouring stops become; null where they may stand together.
  const StopPairRow* stop_pair(char32_t first, char32_t second) const noexcept;
  // Surprisal in tenths of a bit; kNeverSeen for a character never met in common text.
  std::uint8_t surprisal(char32_t character) const noexcept {
    return character < 0x10000 ? surprisal_[character] : kNeverSeen;
  }
  static constexpr std::uint8_t kNeverSeen = 255;

  // Built from words.tsv at the first call; safe to call from several threads.
  const Segmenter& segmenter() const;

 private:
  void read_rules();
  void read_unicode(const char* file);
  void read_script();
  void read_frequency();
  void read_marks();

  std::string folder_;
  CharacterTable characters_;
  std::vector<Rule> rules_;
  std::array<std::uint16_t, kNativeRuleCount> native_rules_{};
  std::unordered_map<std::string, std::uint16_t> rule_by_name_;
  std::unordered_map<char32_t, UnicodeRow> unicode_;
  std::unordered_map<char32_t, char32_t> mark_forms_;
  std::unordered_map<char32_t, char32_t> counterparts_;
  std::unordered_map<std::u32string, std::u32string> script_phrases_;
  std::unordered_map<char32_t, bool> middle_dots_;
  std::unordered_map<std::u32string, StopPairRow> stop_pairs_;
  std::array<std::uint8_t, 0x10000> surprisal_{};
  std::unique_ptr<ScanTable> scan_table_;
  mutable std::once_flag segmenter_once_;
  mutable std::unique_ptr<Segmenter> segmenter_;
};

}  // namespace textmend
