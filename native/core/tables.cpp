#include "core/tables.hpp"

#include <algorithm>
#include <cstdlib>
#include <fstream>
#include <iterator>

#include "core/codec.hpp"
#include "core/scan.hpp"
#include "core/segmenter.hpp"
#include "core/tsv.hpp"

namespace textmend {

namespace {

// Han characters rarer than this (in tenths of a bit) hint at a wrong decoding where several stand
// close together: 18 bits are one character in 260,000, 22 bits one in 4 million.
constexpr std::uint8_t kRareSurprisal = 180;
constexpr std::uint8_t kUnseenSurprisal = 220;

char32_t parse_code_point(std::string_view text) {
  if (text.substr(0, 2) != "U+") throw TableError("a code point is written U+XXXX");
  const std::string digits(text.substr(2));
  char* end = nullptr;
  const unsigned long value = std::strtoul(digits.c_str(), &end, 16);
  if (digits.empty() || *end != '\0' || value > 0x10FFFF) {
    throw TableError("a code point is written U+XXXX");
  }
  return static_cast<char32_t>(value);
}

std::u32string parse_code_points(std::string_view text) {
  std::u32string result;
  while (!text.empty()) {
    const std::size_t blank = text.find(' ');
    result.push_back(parse_code_point(text.substr(0, blank)));
    text.remove_prefix(blank == std::string_view::npos ? text.size() : blank + 1);
  }
  return result;
}

int parse_number(std::string_view text) {
  const std::string digits(text);
  char* end = nullptr;
  const long value = std::strtol(digits.c_str(), &end, 10);
  if (digits.empty() || *end != '\0') throw TableError("a whole number was expected");
  return static_cast<int>(value);
}

char32_t parse_character(std::string_view text) {
  const std::u32string decoded = from_utf8(text);
  if (decoded.size() != 1) throw TableError("one character was expected");
  return decoded[0];
}

UnicodeAction parse_action(std::string_view name) {
  if (name == "replace") return UnicodeAction::kReplace;
  if (name == "beside_han") return UnicodeAction::kBesideHan;
  if (name == "beside_latin") return UnicodeAction::kBesideLatin;
  if (name == "blank") return UnicodeAction::kBlank;
  if (name == "indent") return UnicodeAction::kIndent;
  if (name == "remove") return UnicodeAction::kRemove;
  if (name == "remove_beside_cjk") return UnicodeAction::kRemoveBesideCjk;
  if (name == "remove_bidi") return UnicodeAction::kRemoveBidi;
  if (name == "report") return UnicodeAction::kReport;
  throw TableError("the action is not known");
}

}  // namespace

double parse_decimal(std::string_view text) {
  double digits = 0;
  double unit = 1;
  bool behind_point = false;
  bool is_number = false;
  for (const char c : text) {
    if (c == '.' && !behind_point) {
      behind_point = true;
    } else if (c >= '0' && c <= '9') {
      digits = digits * 10 + (c - '0');
      if (behind_point) unit *= 10;
      is_number = true;
    } else {
      throw TableError("a decimal number was expected");
    }
  }
  if (!is_number) throw TableError("a decimal number was expected");
  return digits / unit;  // both are whole, so the quotient is the nearest there is
}

std::string read_file(const std::string& path) {
  std::ifstream stream(path, std::ios::binary);
  if (!stream) {
    throw TableError("The table " + path + " cannot be read: is the installation complete?");
  }
  return {std::istreambuf_iterator<char>(stream), std::istreambuf_iterator<char>()};
}

std::u32string from_utf8(std::string_view bytes) {
  std::u32string result;
  const auto* at = reinterpret_cast<const unsigned char*>(bytes.data());
  const auto* const end = at + bytes.size();
  while (at < end) {
    char32_t character = 0;
    const std::size_t length = decode_utf8(at, static_cast<std::size_t>(end - at), character);
    if (length == 0) throw TableError("it is not UTF-8");
    result.push_back(character);
    at += length;
  }
  return result;
}

void fail_row(const std::string& path, std::size_t line, const std::string& what) {
  throw TableError("The table " + path + " is malformed in line " + std::to_string(line) + ": " +
                   what + ".");
}

Tables::Tables(std::string folder) : folder_(std::move(folder)) {
  read_rules();
  read_frequency();
  read_script();
  read_unicode("/unicode.tsv");
  read_unicode("/unicode_derived.tsv");
  read_marks();
  scan_table_ = std::make_unique<ScanTable>(characters_);
}

Tables::~Tables() = default;

void Tables::read_rules() {
  read_tsv(folder_ + "/rules.tsv", 5, [this](const std::vector<std::string_view>& fields) {
    const double confidence = parse_decimal(fields[2]);
    if (!(confidence >= 0 && confidence <= 1))
      throw TableError("a confidence lies between 0 and 1");
    const auto index = static_cast<std::uint16_t>(rules_.size());
    std::string reason(fields[4]);
    if (!fields[3].empty()) reason += " (" + std::string(fields[3]) + ")";
    rules_.push_back({std::string(fields[0]), std::string(fields[1]), confidence, reason});
    rule_by_name_.emplace(fields[0], index);
  });
  for (std::size_t i = 0; i < kNativeRuleCount; ++i) {
    const auto found = rule_by_name_.find(std::string(kNativeRuleNames[i]));
    if (found == rule_by_name_.end()) {
      throw TableError("The table rules.tsv lacks the rule " + std::string(kNativeRuleNames[i]) +
                       ".");
    }
    native_rules_[i] = found->second;
  }
}

void Tables::read_frequency() {
  surprisal_.fill(kNeverSeen);
  read_tsv(folder_ + "/frequency.tsv", 2, [this](const std::vector<std::string_view>& fields) {
    const char32_t character = parse_character(fields[0]);
    const int value = parse_number(fields[1]);
    if (value < 0) throw TableError("a surprisal is not negative");
    // All that is rarer still counts alike.
    const int capped = std::min(value, kNeverSeen - 1);
    if (character < 0x10000) surprisal_[character] = static_cast<std::uint8_t>(capped);
  });
  for (char32_t character = 0; character < 0x10000; ++character) {
    if ((flags(character) & kHan) != 0 && surprisal_[character] > kRareSurprisal) {
      const bool unseen = surprisal_[character] > kUnseenSurprisal;
      characters_.add(character, unseen ? kRare | kUnseen : kRare);
    }
  }
}

void Tables::read_script() {
  read_tsv(folder_ + "/script.tsv", 3, [this](const std::vector<std::string_view>& fields) {
    if (fields[1] != "S" && fields[1] != "T") throw TableError("the script is S or T");
    const char32_t character = parse_character(fields[0]);
    characters_.add(character, fields[1] == "S" ? kSimplified : kTraditional);
    counterparts_[character] = from_utf8(fields[2]).at(0);
  });
  read_tsv(folder_ + "/script_phrases.tsv", 2, [this](const std::vector<std::string_view>& fields) {
    std::u32string simplified = from_utf8(fields[1]);
    std::u32string phrase = from_utf8(fields[0]);
    if (phrase.size() != simplified.size()) throw TableError("both forms have the same length");
    script_phrases_[std::move(phrase)] = std::move(simplified);
  });
}

void Tables::read_unicode(const char* file) {
  read_tsv(folder_ + file, 4, [this](const std::vector<std::string_view>& fields) {
    const char32_t character = parse_code_point(fields[0]);
    const auto rule = rule_by_name_.find(std::string(fields[3]));
    if (rule == rule_by_name_.end()) throw TableError("the rule is not in rules.tsv");
    unicode_[character] = {parse_action(fields[1]), parse_code_points(fields[2]), rule->second};
    characters_.add(character, kUnicodeRow);
  });
}

void Tables::read_marks() {
  read_tsv(folder_ + "/marks.tsv", 3, [this](const std::vector<std::string_view>& fields) {
    const std::u32string key = from_utf8(fields[0]);
    const std::u32string value = from_utf8(fields[2]);
    if (fields[1] == "form") {
      mark_forms_[key.at(0)] = value.at(0);
      characters_.add(key.at(0), kFold);
    } else if (fields[1] == "middle_dot") {
      middle_dots_[key.at(0)] = true;
      characters_.add(key.at(0), kFold);
    } else if (fields[1] == "number") {
      mark_forms_[key.at(0)] = value.at(0);
      characters_.add(key.at(0), kFold);
    } else if (fields[1] == "doubled" || fields[1] == "conflicting") {
      if (key.size() != 2) throw TableError("a pair has two marks");
      stop_pairs_[key] = {value, fields[1] == "doubled" ? RuleId::kPunctuationDoubled
                                                        : RuleId::kPunctuationConflicting};
    } else {
      throw TableError("the kind of mark is not known");
    }
  });
}

const UnicodeRow* Tables::unicode_row(char32_t character) const noexcept {
  const auto found = unicode_.find(character);
  return found == unicode_.end() ? nullptr : &found->second;
}

char32_t Tables::mark_form(char32_t character) const noexcept {
  const auto found = mark_forms_.find(character);
  return found == mark_forms_.end() ? 0 : found->second;
}

bool Tables::is_middle_dot_form(char32_t character) const noexcept {
  return middle_dots_.count(character) != 0;
}

char32_t Tables::counterpart(char32_t character) const noexcept {
  const auto found = counterparts_.find(character);
  return found == counterparts_.end() ? character : found->second;
}

std::pair<std::size_t, std::u32string_view> Tables::script_phrase(const std::u32string& text,
                                                                  std::size_t i, std::size_t start,
                                                                  std::size_t end) const {
  constexpr std::size_t kLongest = 4;
  for (std::size_t length = std::min(kLongest, end - start); length >= 2; --length) {
    const std::size_t first = i + 1 >= start + length ? i + 1 - length : start;
    for (std::size_t from = first; from <= i && from + length <= end; ++from) {
      const auto found = script_phrases_.find(text.substr(from, length));
      if (found != script_phrases_.end()) return {from, found->second};
    }
  }
  return {i, {}};
}

const StopPairRow* Tables::stop_pair(char32_t first, char32_t second) const noexcept {
  const auto found = stop_pairs_.find(std::u32string{first, second});
  return found == stop_pairs_.end() ? nullptr : &found->second;
}

const Segmenter& Tables::segmenter() const {
  std::call_once(segmenter_once_,
                 [this] { segmenter_ = std::make_unique<Segmenter>(folder_ + "/words.tsv"); });
  return *segmenter_;
}

}  // namespace textmend
