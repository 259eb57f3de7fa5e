#include "core/lexicon/build.hpp"

#include <algorithm>
#include <numeric>

#include "core/lexicon/records.hpp"
#include "core/model/error.hpp"

namespace textmend {

namespace {

constexpr char32_t kBlanks[] = {U'\t', U'\n', U'\r', U' ', U'\u00A0', U'\u3000'};

// Numbers characters as they come.
class CodeTable {
 public:
  Code add(char32_t character) {
    Code& code = codes_[character];
    if (code == 0) {
      if (characters_.size() == kMostCodes) {
        throw ModelFileError("The terms have more than 65,000 different characters; split them.");
      }
      characters_.push_back(character);
      classes_.push_back(0);
      code = static_cast<Code>(characters_.size());
    }
    return code;
  }
  void mark(char32_t character, unsigned classes) {
    std::uint8_t& all = classes_[add(character) - 1U];
    all = static_cast<std::uint8_t>(all | classes);
  }
  bool is(Code code, unsigned classes) const { return (classes_[code - 1U] & classes) != 0; }
  std::size_t size() const noexcept { return characters_.size(); }
  void write(SectionBytes& sections) const {
    sections[kLexiconAlphabet] = to_bytes(characters_);
    sections[kLexiconClasses] = to_bytes(classes_);
  }

 private:
  std::map<char32_t, Code> codes_;
  std::vector<char32_t> characters_;
  std::vector<std::uint8_t> classes_;
};

CodeStrings read_terms(AnyText text, CodeTable& table) {
  CodeStrings terms;
  std::vector<Code> direct(0x10000);
  text.visit([&](auto view) {
    for (std::size_t i = 0; i <= view.size; ++i) {
      if (i < view.size && view[i] != U'\n') {
        Code& known = direct[view[i] & 0xFFFF];
        if (view[i] > 0xFFFF || known == 0) {
          const Code code = table.add(view[i]);
          if (view[i] <= 0xFFFF) known = code;
          terms.codes.push_back(code);
        } else {
          terms.codes.push_back(known);
        }
        continue;
      }
      const std::size_t length = terms.codes.size() - terms.offsets.back();
      if (length > kLongestTerm) {
        throw ModelFileError("A term has " + std::to_string(length) + " characters, and " +
                             std::to_string(kLongestTerm) + " are the most; leave it out.");
      }
      if (length > 0) terms.close();
    }
  });
  if (terms.size() > kMostTerms) throw ModelFileError("There are too many terms; split them.");
  return terms;
}

CodeStrings keys_of(const CodeStrings& terms, const CodeTable& table, unsigned left_out) {
  CodeStrings keys;
  for (std::size_t i = 0; i < terms.size(); ++i) {
    std::copy_if(terms.begin(i), terms.end(i), std::back_inserter(keys.codes),
                 [&](Code code) { return !table.is(code, left_out); });
    keys.close();
  }
  return keys;
}

int compare(const CodeStrings& strings, std::uint32_t a, std::uint32_t b) {
  const auto [x, y] =
      std::mismatch(strings.begin(a), strings.end(a), strings.begin(b), strings.end(b));
  if (x == strings.end(a)) return y == strings.end(b) ? 0 : -1;
  if (y == strings.end(b)) return 1;
  return *x < *y ? -1 : 1;
}

// The members sorted by key, then by term, each term once.
void sort_members(const CodeStrings& keys, const CodeStrings& terms,
                  std::vector<std::uint32_t>& members) {
  std::sort(members.begin(), members.end(), [&](std::uint32_t a, std::uint32_t b) {
    const int by_key = compare(keys, a, b);
    return by_key != 0 ? by_key < 0 : compare(terms, a, b) < 0;
  });
  members.erase(
      std::unique(members.begin(), members.end(),
                  [&](std::uint32_t a, std::uint32_t b) { return compare(terms, a, b) == 0; }),
      members.end());
}

class LexiconBuilder {
 public:
  LexiconBuilder(AnyText terms, AnyText droppable, AnyText marks) {
    for (const char32_t blank : kBlanks) table_.mark(blank, kBlankCode);
    table_.mark(U'\n', kLineEndCode);
    table_.mark(U'\r', kLineEndCode);
    mark_all(droppable, kDroppable);
    mark_all(marks, kMark);
    terms_ = read_terms(terms, table_);
  }

  SectionBytes build() {
    add_whole();
    add_skeletons();
    std::uint32_t longest = 0;
    for (const std::uint32_t i : order_) longest = std::max(longest, terms_.length(i));
    const LexiconMeta meta{kLexiconVersion, static_cast<std::uint32_t>(order_.size()),
                           static_cast<std::uint32_t>(table_.size()), longest};
    sections_[kLexiconMeta] = to_bytes(std::vector<LexiconMeta>{meta});
    table_.write(sections_);
    add_terms();
    return std::move(sections_);
  }

 private:
  void mark_all(AnyText characters, unsigned classes) {
    for (const char32_t character : characters.slice(0, characters.size())) {
      table_.mark(character, classes);
    }
  }

  void add_whole() {
    wholes_ = keys_of(terms_, table_, kBlankCode);
    for (std::uint32_t i = 0; i < terms_.size(); ++i) {
      if (wholes_.length(i) > 0) members_.push_back(i);
    }
    sort_members(wholes_, terms_, members_);
    std::vector<char> itself(terms_.size());
    for (std::size_t k = 0; k < members_.size(); ++k) {
      const std::uint32_t i = members_[k];
      const bool is_alone = k + 1 == members_.size() || compare(wholes_, i, members_[k + 1]) != 0;
      itself[i] = is_alone && wholes_.length(i) == terms_.length(i);
    }
    order_ = build_trie("whole", wholes_, members_, itself, table_.size() + 1, sections_);
  }

  void add_skeletons() {
    const CodeStrings skeletons = keys_of(terms_, table_, kDroppable | kMark | kBlankCode);
    std::vector<std::uint32_t> members;
    for (const std::uint32_t i : members_) {
      const std::uint32_t length = skeletons.length(i);
      if (length >= 2 && length < wholes_.length(i)) members.push_back(i);
    }
    sort_members(skeletons, terms_, members);
    const std::vector<char> itself = known(skeletons, members);
    const auto order =
        build_trie("skeleton", skeletons, members, itself, table_.size() + 1, sections_);
    std::vector<std::uint32_t> number(terms_.size());
    for (std::uint32_t k = 0; k < order_.size(); ++k) number[order_[k]] = k;
    std::vector<std::uint32_t> numbers;
    for (const std::uint32_t i : order) numbers.push_back(number[i]);
    sections_[std::string("skeleton.") + kTrieTerms] = to_bytes(numbers);
  }

  // Which of the skeletons are terms as they stand. Both lists are sorted.
  std::vector<char> known(const CodeStrings& skeletons,
                          const std::vector<std::uint32_t>& members) const {
    std::vector<char> result(terms_.size());
    std::size_t k = 0;
    for (const std::uint32_t i : members) {
      const auto whole_is_less = [&](std::uint32_t j) {
        return std::lexicographical_compare(wholes_.begin(j), wholes_.end(j), skeletons.begin(i),
                                            skeletons.end(i));
      };
      while (k < members_.size() && whole_is_less(members_[k])) ++k;
      result[i] =
          k < members_.size() && std::equal(wholes_.begin(members_[k]), wholes_.end(members_[k]),
                                            skeletons.begin(i), skeletons.end(i));
    }
    return result;
  }

  void add_terms() {
    CodeStrings sorted;
    for (const std::uint32_t i : order_) {
      sorted.codes.insert(sorted.codes.end(), terms_.begin(i), terms_.end(i));
      sorted.close();
    }
    build_pieces(sorted, sections_);
    sections_[kLexiconOffsets] = to_bytes(sorted.offsets);
    sections_[kLexiconCharacters] = to_bytes(sorted.codes);
  }

  CodeTable table_;
  CodeStrings terms_;
  CodeStrings wholes_;
  std::vector<std::uint32_t> members_;  // terms, each once, sorted by what they are without blanks
  std::vector<std::uint32_t> order_;  // terms by number
  SectionBytes sections_;
};

}  // namespace

std::map<std::string, std::string> compile_lexicon(AnyText terms, AnyText droppable,
                                                   AnyText marks) {
  return LexiconBuilder(terms, droppable, marks).build();
}

}  // namespace textmend
