// Names of the rules that native passes apply. What each means stands in dictionaries/rules.tsv.
#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <string_view>

namespace textmend {

enum class RuleId : std::uint8_t {
  kEncodingBig5AsGbk,
  kEncodingEntity,
  kEncodingGbkAsBig5,
  kEncodingGbkAsLatin,
  kEncodingLost,
  kEncodingQuestionMarks,
  kEncodingUtf8AsGbk,
  kEncodingUtf8AsLatin,
  kPunctuationConflicting,
  kPunctuationDoubled,
  kPunctuationDoubledPair,
  kPunctuationTurnedQuote,
  kScriptTraditionalInSimplified,
  kSpacingAfterMark,
  kSpacingBeforeMark,
  kSpacingCutWord,
  kSpacingDash,
  kSpacingHanLatinAdd,
  kSpacingHanLatinClose,
  kSpacingHanLatinRemove,
  kSpacingLetterSpaced,
  kSpacingQuotation,
  kUnicodeBidi,
  kUnicodeBlank,
  kUnicodeControl,
  kUnicodeLost,
  kUnicodePrivateUse,
  kUnicodeSingleton,
  kUnicodeVariationSelector,
  kUnicodeZeroWidth,
  kWidthColon,
  kWidthComma,
  kWidthDash,
  kWidthDocumentNumber,
  kWidthDoubleQuote,
  kWidthEllipsis,
  kWidthExclamation,
  kWidthFullStop,
  kWidthLatinContext,
  kWidthLetterDigit,
  kWidthMiddleDot,
  kWidthNumberMark,
  kWidthParenthesis,
  kWidthQuestion,
  kWidthSemicolon,
  kWidthSingleQuote,
  kWidthSmallForm,
  kWidthTitleMark,
  kCount,
};

inline constexpr std::size_t kNativeRuleCount = static_cast<std::size_t>(RuleId::kCount);

// In the order of RuleId.
inline constexpr std::array<std::string_view, kNativeRuleCount> kNativeRuleNames = {
    "encoding.big5_as_gbk",
    "encoding.entity",
    "encoding.gbk_as_big5",
    "encoding.gbk_as_latin",
    "encoding.lost",
    "encoding.question_marks",
    "encoding.utf8_as_gbk",
    "encoding.utf8_as_latin",
    "punctuation.conflicting",
    "punctuation.doubled",
    "punctuation.doubled_pair",
    "punctuation.turned_quote",
    "script.traditional_in_simplified",
    "spacing.after_mark",
    "spacing.before_mark",
    "spacing.cut_word",
    "spacing.dash",
    "spacing.han_latin_add",
    "spacing.han_latin_close",
    "spacing.han_latin_remove",
    "spacing.letter_spaced",
    "spacing.quotation",
    "unicode.bidi",
    "unicode.blank",
    "unicode.control",
    "unicode.lost",
    "unicode.private_use",
    "unicode.singleton",
    "unicode.variation_selector",
    "unicode.zero_width",
    "width.colon",
    "width.comma",
    "width.dash",
    "width.document_number",
    "width.double_quote",
    "width.ellipsis",
    "width.exclamation",
    "width.full_stop",
    "width.latin_context",
    "width.letter_digit",
    "width.middle_dot",
    "width.number_mark",
    "width.parenthesis",
    "width.question",
    "width.semicolon",
    "width.single_quote",
    "width.small_form",
    "width.title_mark",
};

struct Rule {
  std::string name;
  std::string pass;
  double confidence;
  std::string reason;
};

}  // namespace textmend
