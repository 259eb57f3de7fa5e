// Tests of the reader's arithmetic: against plain loops, and the versions for wide registers
// against the others, bit by bit.
#include <cmath>
#include <random>
#include <vector>

#include "core/reader/kernels.hpp"
#include "tests/checks.hpp"

#define TEXTMEND_DECLARE_VERSION(version)                                             \
  namespace textmend::version {                                                       \
  void multiply_add(const reader::Product&) noexcept;                                 \
  float round_to_integers(const float*, std::size_t, std::int16_t*) noexcept;         \
  float round_rectified(const float*, std::size_t, std::int16_t*) noexcept;           \
  float round_squared(const float*, std::size_t, std::int16_t*) noexcept;             \
  float round_exponentials(const float*, std::size_t, float, std::int16_t*) noexcept; \
  float log_of_sum(const float*, std::size_t) noexcept;                               \
  float squares(const float*, std::size_t) noexcept;                                  \
  void pass_gates(const float*, const float*, std::size_t, float*) noexcept;          \
  std::size_t find_greatest(const float*, std::size_t, float, std::size_t,            \
                            std::uint16_t*) noexcept;                                 \
  }
TEXTMEND_DECLARE_VERSION(narrow_reader)
TEXTMEND_DECLARE_VERSION(wide_reader)

namespace {

using namespace textmend::reader;
namespace narrow = textmend::narrow_reader;
namespace wide = textmend::wide_reader;
using textmend::tests::Checks;

std::vector<float> normals(std::size_t count, unsigned seed) {
  std::mt19937 generator(seed);
  std::normal_distribution<float> normal(0, 3);
  std::vector<float> values(count);
  for (float& value : values) value = normal(generator);
  return values;
}

std::vector<std::int16_t> integers(std::size_t count, int most, unsigned seed) {
  std::mt19937 generator(seed);
  std::uniform_int_distribution<int> uniform(-most, most);
  std::vector<std::int16_t> values(count);
  for (std::int16_t& value : values) value = static_cast<std::int16_t>(uniform(generator));
  return values;
}

// A product of `count` inputs with a matrix, by `multiply_add` and by a plain loop.
void check_product(std::size_t count, std::size_t pairs, bool sparse) {
  constexpr std::size_t kOutputs = 5 * kStrip;  // four abreast, and one
  std::vector<std::int16_t> inputs = integers(count * pairs * 2, 4095, 1);
  for (std::size_t i = 0; sparse && i < inputs.size(); ++i) {
    if (i / 2 % pairs % 3 != 0) inputs[i] = 0;
  }
  const std::vector<std::int16_t> packed = integers(kOutputs * pairs * 2, 127, 2);
  const std::vector<float> scales = normals(count, 3);
  const std::vector<float> factors = normals(kOutputs, 4);
  std::vector<float> results = normals(count * kOutputs, 5);
  std::vector<float> expected = results;
  for (std::size_t i = 0; i < count; ++i) {
    for (std::size_t j = 0; j < kOutputs; ++j) {
      std::int32_t sum = 0;
      for (std::size_t k = 0; k < 2 * pairs; ++k) {
        const std::size_t row = (j / kStrip * pairs + k / 2) * kStrip + j % kStrip;
        sum += inputs[i * pairs * 2 + k] * packed[row * 2 + k % 2];
      }
      expected[i * kOutputs + j] += scales[i] * factors[j] * static_cast<float>(sum);
    }
  }
  std::vector<std::uint16_t> active(pairs);
  const std::size_t actives = find_active(inputs.data(), count, pairs, active.data());
  CHECK_EQUAL(actives, sparse ? (pairs + 2) / 3 : pairs);
  std::vector<float> from_narrow = results;
  std::vector<float> from_wide = results;
  Product product{inputs.data(),
                  count,
                  scales.data(),
                  packed.data(),
                  pairs,
                  sparse ? active.data() : nullptr,
                  sparse ? actives : 0,
                  kOutputs / kStrip,
                  factors.data(),
                  results.data(),
                  kOutputs};
  multiply_add(product);
  product.results = from_narrow.data();
  narrow::multiply_add(product);
  product.results = from_wide.data();
  wide::multiply_add(product);
  CHECK(results == from_narrow);
  CHECK(results == from_wide);
  for (std::size_t i = 0; i < results.size(); ++i) {
    CHECK(std::fabs(results[i] - expected[i]) <= 1e-5F * std::fabs(expected[i]) + 1e-3F);
  }
}

void test_products() {
  for (std::size_t count = 1; count <= 13; ++count) {
    for (const std::size_t pairs : {1U, 3U, 24U, 97U}) {
      check_product(count, pairs, false);
      check_product(count, pairs, true);
    }
  }
}

using Rounding = float (*)(const float*, std::size_t, std::int16_t*) noexcept;

void check_same(const std::vector<float>& values, Rounding round, Rounding other) {
  std::vector<std::int16_t> rounded(values.size()), others(values.size());
  CHECK_EQUAL(round(values.data(), values.size(), rounded.data()),
              other(values.data(), values.size(), others.data()));
  CHECK(rounded == others);
}

void test_versions_agree() {
  for (const std::size_t count : {16U, 48U, 192U, 512U}) {
    const std::vector<float> values = normals(count, 6);
    check_same(values, round_to_integers, narrow::round_to_integers);
    check_same(values, round_to_integers, wide::round_to_integers);
    check_same(values, round_rectified, narrow::round_rectified);
    check_same(values, round_rectified, wide::round_rectified);
    check_same(values, round_squared, narrow::round_squared);
    check_same(values, round_squared, wide::round_squared);
    std::vector<std::int16_t> widest(count), half(count), slim(count);
    const float sum = round_exponentials(values.data(), count, 8191, widest.data());
    CHECK_EQUAL(sum, narrow::round_exponentials(values.data(), count, 8191, slim.data()));
    CHECK_EQUAL(sum, wide::round_exponentials(values.data(), count, 8191, half.data()));
    CHECK(widest == slim);
    CHECK(widest == half);
    const float log = log_of_sum(values.data(), count);
    CHECK_EQUAL(log, narrow::log_of_sum(values.data(), count));
    CHECK_EQUAL(log, wide::log_of_sum(values.data(), count));
    const std::vector<float> inner = normals(count, 10);
    const std::size_t size = count / 3;
    std::vector<float> state = normals(size, 11), narrow_state = state, wide_state = state;
    pass_gates(values.data(), inner.data(), size, state.data());
    narrow::pass_gates(values.data(), inner.data(), size, narrow_state.data());
    wide::pass_gates(values.data(), inner.data(), size, wide_state.data());
    CHECK(state == narrow_state);
    CHECK(state == wide_state);
    CHECK_EQUAL(squares(values.data(), count), narrow::squares(values.data(), count));
    CHECK_EQUAL(squares(values.data(), count), wide::squares(values.data(), count));
  }
}

void test_the_greatest_are_found() {
  const std::vector<float> values = normals(512, 7);
  std::vector<std::uint16_t> found(512), slim(512);
  for (const float least : {-100.0F, 0.0F, 6.0F, 100.0F}) {
    const std::size_t count = find_greatest(values.data(), 512, least, 7, found.data());
    CHECK_EQUAL(count, narrow::find_greatest(values.data(), 512, least, 7, slim.data()));
    CHECK_EQUAL(count, wide::find_greatest(values.data(), 512, least, 7, slim.data()));
    std::size_t greater = 0;
    std::vector<bool> is_found(512);
    for (std::size_t i = 0; i < count; ++i) is_found[found[i]] = true;
    for (std::size_t i = 0; i < 512; ++i) {
      std::size_t rank = 0;
      for (const float other : values) rank += other > values[i] ? 1 : 0;
      if (rank < 7 && values[i] >= least) greater += is_found[i] ? 0 : 1;
      CHECK(!is_found[i] || values[i] >= least);
    }
    CHECK_EQUAL(greater, 0U);
  }
}

void test_exponentials() {
  const std::vector<float> values = normals(512, 8);
  double sum = 0;
  for (const float value : values) sum += std::exp(static_cast<double>(value));
  CHECK(std::fabs(log_of_sum(values.data(), 512) - std::log(sum)) < 1e-5);
}

}  // namespace

int main() {
  Checks& checks = Checks::all();
  checks.test("products", test_products);
  checks.test("versions agree", test_versions_agree);
  checks.test("the greatest are found", test_the_greatest_are_found);
  checks.test("exponentials", test_exponentials);
  return checks.report();
}
