// Every kernel against its formula in float64, its gradients against central differences of the formula, and its bits
// with 1 to 4 threads: a program of
// its own, without Node and TensorFlow, so that it runs under sanitizers and under an emulator of another processor.
// See ../README.md.
#include "../adafactor.h"
#include "../adamw.h"
#include "../attention.h"
#include "../dropout.h"
#include "../embedding.h"
#include "../feed_forward.h"
#include "../global_norm.h"
#include "../lamb.h"
#include "../layer_norm.h"
#include "../linear.h"
#include "../muon.h"
#include "../output_head.h"
#include "../places.h"
#include "../sgd.h"
#include "../threads.h"
#include "attention_cases.h"
#include "checking.h"
#include "decoding_cases.h"
#include "family_cases.h"

namespace {

double gelu(double x) { return x * 0.5 * std::erfc(-x / std::sqrt(2)); }

/** act(x Wᵀ + b) for x [rows, in] and W [out, in]. */
Doubles product(const Doubles& x, const Doubles& w, const Doubles& b, int64_t rows, int64_t in, int64_t out, bool act) {
  Doubles y(rows * out);
  for (int64_t i = 0; i < rows; i++) {
    for (int64_t j = 0; j < out; j++) {
      double sum = b[j];
      for (int64_t p = 0; p < in; p++) sum += x[i * in + p] * w[j * in + p];
      y[i * out + j] = act ? gelu(sum) : sum;
    }
  }
  return y;
}

Case linear_case(int64_t rows, int64_t in, int64_t out, bool act, const tlc::Products& products = tlc::FLOAT32) {
  const auto activation = act ? tlc::Activation::GELU : tlc::Activation::NONE;
  return {"linear " + std::to_string(rows) + " x " + std::to_string(in) + " x " + std::to_string(out),
          {rows * in, in * out, out},
          [=](const std::vector<Doubles>& in_) { return product(in_[0], in_[1], in_[2], rows, in, out, act); },
          [=](const Arrays& a, const Floats& dy, Floats& y, Arrays& d) {
            Floats before(rows * out);
            tlc::linear(a[0].data(), a[1].data(), a[2].data(), rows, in, out, activation, y.data(),
                        act ? before.data() : nullptr, products);
            tlc::linear_gradient(dy.data(), a[0].data(), a[1].data(), before.data(), rows, in, out, activation,
                                 d[0].data(), d[1].data(), d[2].data(), products);
          }};
}

Case feed_forward_case(int64_t rows, int64_t hidden, int64_t inner, const tlc::Products& products = tlc::FLOAT32) {
  const auto activation = tlc::Activation::GELU;
  return {"feed-forward " + std::to_string(rows) + " x " + std::to_string(hidden) + " x " + std::to_string(inner),
          {rows * hidden, hidden * inner, inner, inner * hidden, hidden},
          [=](const std::vector<Doubles>& a) {
            return product(product(a[0], a[1], a[2], rows, hidden, inner, true), a[3], a[4], rows, inner, hidden,
                           false);
          },
          [=](const Arrays& a, const Floats& dy, Floats& y, Arrays& d) {
            Floats before(rows * inner), y_alone(rows * hidden);
            const auto forward = [&](float* y, float* before) {
              tlc::feed_forward(a[0].data(), a[1].data(), a[2].data(), a[3].data(), a[4].data(), rows, hidden, inner,
                                activation, y, before, products);
            };
            forward(y.data(), before.data());
            forward(y_alone.data(), nullptr);
            if (y != y_alone) complain("feed-forward", "the value without what backward needs", 1);
            tlc::feed_forward_gradient(dy.data(), a[0].data(), a[1].data(), a[3].data(), before.data(), rows, hidden,
                                       inner, activation, d[0].data(), d[1].data(), d[2].data(), d[3].data(),
                                       d[4].data(), products);
          }};
}

Case norm_case(int64_t rows, int64_t hidden, bool drops) {
  tlc::Mask mask{12345, 6789, -1, 0};
  if (drops) mask = {12345, 6789, 214748363, 1 / 0.9f};
  Floats multiplier(rows * hidden, 1);
  if (drops) {
    const Floats ones(rows * hidden, 1);
    tlc::dropout(ones.data(), rows * hidden, mask, multiplier.data());
  }
  return {"add and norm " + std::to_string(rows) + " x " + std::to_string(hidden),
          {rows * hidden, rows * hidden, hidden, hidden},
          [=](const std::vector<Doubles>& a) {
            Doubles y(rows * hidden);
            for (int64_t i = 0; i < rows; i++) {
              double mean = 0, variance = 0;
              const auto v = [&](int64_t j) {
                return a[1][i * hidden + j] + a[0][i * hidden + j] * multiplier[i * hidden + j];
              };
              for (int64_t j = 0; j < hidden; j++) mean += v(j) / hidden;
              for (int64_t j = 0; j < hidden; j++) variance += (v(j) - mean) * (v(j) - mean) / hidden;
              for (int64_t j = 0; j < hidden; j++) {
                y[i * hidden + j] = a[2][j] * (v(j) - mean) / std::sqrt(variance + 1e-5) + a[3][j];
              }
            }
            return y;
          },
          [=](const Arrays& a, const Floats& dy, Floats& y, Arrays& d) {
            Floats mean(rows), scale(rows);
            tlc::add_norm(a[0].data(), a[1].data(), a[2].data(), a[3].data(), rows, hidden, 1e-5f, mask, y.data(),
                          mean.data(), scale.data());
            tlc::add_norm_gradient(dy.data(), a[0].data(), a[1].data(), a[2].data(), mean.data(), scale.data(), rows,
                                   hidden, mask, d[0].data(), drops ? d[1].data() : nullptr, d[2].data(), d[3].data());
            if (!drops) d[1] = d[0];
          }};
}

Case head_case(int64_t rows, int64_t hidden, int64_t vocabulary, double smoothing,
               const tlc::Products& products = tlc::FLOAT32) {
  std::vector<int32_t> labels(rows);
  for (int64_t i = 0; i < rows; i++) labels[i] = (int32_t)(i * 7919 % vocabulary);
  return {"output head " + std::to_string(rows) + " x " + std::to_string(hidden) + " x " + std::to_string(vocabulary),
          {rows * hidden, vocabulary * hidden, vocabulary},
          [=](const std::vector<Doubles>& a) {
            double loss = 0;
            for (int64_t i = 0; i < rows; i++) {
              Doubles logits(vocabulary);
              double sum = 0, mean = 0;
              for (int64_t w = 0; w < vocabulary; w++) {
                logits[w] = a[2][w];
                for (int64_t c = 0; c < hidden; c++) logits[w] += a[0][i * hidden + c] * a[1][w * hidden + c];
                sum += std::exp(logits[w]);
                mean += logits[w] / vocabulary;
              }
              loss += std::log(sum) - (1 - smoothing) * logits[labels[i]] - smoothing * mean;
            }
            return Doubles{loss / rows};
          },
          [=](const Arrays& a, const Floats& dy, Floats& y, Arrays& d) {
            const tlc::HeadGradients gradients{d[0].data(), d[1].data(), d[2].data()};
            y[0] = tlc::output_head(a[0].data(), a[1].data(), a[2].data(), labels.data(), rows, hidden, vocabulary,
                                    (float)smoothing, &gradients, products);
            for (Floats& gradient : d) {
              for (float& value : gradient) value *= dy[0];
            }
          }};
}

Case rows_case(int64_t count, int64_t columns) {
  std::vector<int32_t> indices(count);
  for (int64_t i = 0; i < count; i++) indices[i] = (int32_t)(i * 7919 % 17);
  return {"rows " + std::to_string(count) + " x " + std::to_string(columns),
          {17 * columns},
          [=](const std::vector<Doubles>& a) {
            Doubles y;
            for (const int32_t row : indices) y.insert(y.end(), &a[0][row * columns], &a[0][row * columns] + columns);
            return y;
          },
          [=](const Arrays& a, const Floats& dy, Floats& y, Arrays& d) {
            tlc::rows(a[0].data(), indices.data(), count, columns, y.data());
            tlc::rows_gradient(dy.data(), indices.data(), count, columns, 17, d[0].data());
          }};
}

void check_dropout() {
  const int64_t size = 100000;
  const Floats ones(size, 1);
  Floats one(size), other(size);
  tlc::dropout(ones.data(), size, {1, 2, 214748363, 1 / 0.9f}, one.data());
  tlc::dropout(ones.data(), size, {3, 4, 214748363, 1 / 0.9f}, other.data());
  double mean = 0, both = 0;
  for (int64_t i = 0; i < size; i++) {
    mean += one[i] / size;
    both += (one[i] == 0 && other[i] == 0) / (double)size;
  }
  if (std::fabs(mean - 1) > 0.01) complain("dropout", "the mean", mean - 1);
  if (std::fabs(both - 0.01) > 0.003) complain("dropout", "what two masks drop together", both - 0.01);
}

void check_adamw() {
  const int64_t size = 40000;
  Floats value = drawn(size), mean = drawn(size), square(size, 0.25f);
  const Floats gradient = drawn(size);
  const Floats before = value, mean_before = mean;
  const float* const gradients = gradient.data();
  const float norm = tlc::global_norm(&gradients, &size, 1), clip = 1 / (norm + 1e-6f);
  tlc::Trained parameter{value.data(), gradients, mean.data(), square.data(), size, 0, 0, 0.01f, 0.99f};
  tlc::adamw(&parameter, 1, {0.9f, 0.1f * clip, 0.999f, 0.001f * clip * clip, 1e-8f});
  double sum = 0, worst = 0;
  for (const float g : gradient) sum += (double)g * g;
  for (int64_t i = 0; i < size; i++) {
    const double g = gradient[i] / (std::sqrt(sum) + 1e-6), m = 0.9 * mean_before[i] + 0.1 * g;
    const double v = 0.999 * 0.25 + 0.001 * g * g;
    worst = std::fmax(worst, std::fabs(before[i] * 0.99 - 0.01 * m / (std::sqrt(v) + 1e-8) - value[i]));
  }
  if (!(worst < 1e-6)) complain("AdamW", "a parameter", worst);
  if (!(std::fabs(norm / std::sqrt(sum) - 1) < 1e-6)) complain("AdamW", "the norm", norm - std::sqrt(sum));
}

/** What the other optimisers may read and write; libs/engine/src/optimizers compares what they compute. */
void check_other_optimizers() {
  for (const auto& [rows, columns] : {std::pair<int64_t, int64_t>{67, 35}, {35, 67}, {17, 200}, {1, 1}, {0, 5}}) {
    const int64_t size = rows * columns;
    Floats value = drawn(size), first = drawn(size), second(size, 0.25f), of_rows(rows, 0), of_columns(columns, 0);
    const Floats gradient = drawn(size);
    tlc::Trained own{value.data(), gradient.data(), first.data(), second.data(), size, rows, columns, 0.01f, 0.99f};
    tlc::lamb(&own, 1, {0.9f, 0.1f, 0.999f, 0.001f, 1e-6f}, 1, 1);
    tlc::sgd(&own, 1, 0.9f, 1);
    tlc::muon(&own, 1, 0.9f, 1, tlc::FLOAT32);
    own.first = of_rows.data(), own.second = of_columns.data();
    tlc::adafactor(&own, 1, {1, 0, 1, true});
    own.first = second.data(), own.second = nullptr;
    tlc::adafactor(&own, 1, {1, 0.5f, 0.5f, false});
    for (const float each : value) {
      if (!std::isfinite(each)) complain("optimisers", "a parameter", each);
    }
  }
}

/** With operands that bfloat16 has, products are exact but for the sums of float32; with others, as near as 8 bits are. */
Case in_bfloat16(Case each, bool from_bfloat16) {
  each.name += from_bfloat16 ? ", of bfloat16" : ", in bfloat16";
  each.from_bfloat16 = from_bfloat16;
  if (!from_bfloat16) each.bound = 1.0 / 64, each.least_size = 4;
  return each;
}

/** How single numbers are rounded, and that what is not finite reaches all that depends on it and nothing else. */
void check_bfloat16_numbers(const tlc::Products& products) {
  const float ulp = 1.0f / 128;
  const Floats numbers{1 + ulp / 2, 1 + 1.5f * ulp, 1 + 0.51f * ulp, -1 - ulp / 2, 1e38f, 1e-39f};
  const Floats expected{1, 1 + 2 * ulp, 1 + ulp, -1, rounded(1e38f), 0};
  const int64_t size = numbers.size();
  const float one = 1;
  Floats y(size);
  tlc::linear(numbers.data(), &one, nullptr, size, 1, 1, tlc::Activation::NONE, y.data(), nullptr, products);
  if (y != expected) complain("bfloat16", "a rounded row", 1);
  tlc::linear(&one, numbers.data(), nullptr, 1, 1, size, tlc::Activation::NONE, y.data(), nullptr, products);
  if (y != expected) complain("bfloat16", "a rounded column", 1);

  const int64_t rows = 31, in = 37, out = 35, row = 15, wrong = 36;
  for (const float value : {NAN, INFINITY}) {
    Floats x = drawn(rows * in), weight = drawn(in * out), z(rows * out), dx(rows * in), dweight(in * out);
    x[row * in + wrong] = value;
    tlc::linear(x.data(), weight.data(), nullptr, rows, in, out, tlc::Activation::NONE, z.data(), nullptr, products);
    for (int64_t i = 0; i < rows * out; i++) {
      if (std::isfinite(z[i]) == (i / out == row)) complain("bfloat16", "what is finite in a product", z[i]);
    }
    tlc::linear_gradient(drawn(rows * out).data(), x.data(), weight.data(), nullptr, rows, in, out,
                         tlc::Activation::NONE, dx.data(), dweight.data(), nullptr, products);
    for (int64_t i = 0; i < in * out; i++) {
      if (std::isfinite(dweight[i]) == (i % in == wrong)) complain("bfloat16", "what is finite in a gradient", value);
    }
  }
}

#if defined(__x86_64__)
/** TensorFlow has its threads take the smallest numbers for 0: then those of the pool do, too. */
void check_smallest_numbers() {
  const unsigned before = __builtin_ia32_stmxcsr();
  __builtin_ia32_ldmxcsr(before | 0x8040);
  check(Case{"the smallest numbers",
             {200 * 50, 50 * 70, 70},
             [](const std::vector<Doubles>&) { return Doubles(200 * 70, 0); },
             [](const Arrays& a, const Floats&, Floats& y, Arrays&) {
               Floats x = a[0];
               for (float& value : x) value *= 1e-30f;
               Floats weight = a[1];
               for (float& value : weight) value *= 1e-10f;
               tlc::linear(x.data(), weight.data(), nullptr, 200, 50, 70, tlc::Activation::NONE, y.data(), nullptr);
             }});
  __builtin_ia32_ldmxcsr(before);
}
#endif

/** A table of functions gives each value one of its places, and none where all are taken. */
void check_places() {
  tlc::Places<int, 2> places;
  const int values[] = {7, 8, 9};
  const int taken[] = {places.take(values), places.take(values + 1), places.take(values + 2)};
  if (taken[0] != 0 || taken[1] != 1 || *places.at(1) != 8) complain("places", "a place", taken[1]);
  if (taken[2] != -1) complain("places", "one more than there are", taken[2]);
}

int check_bfloat16(const tlc::Products& products) {
  int count = 0;
  const auto run = [&](const Case& each, bool from_bfloat16) { check(in_bfloat16(each, from_bfloat16)), count++; };
  const std::vector<int64_t> sizes{1, 7, 17, 63, 200};
  for (const int64_t rows : sizes) {
    for (const int64_t columns : sizes) {
      for (const int64_t inner : {1, 2, 17, 300, 1037}) run(linear_case(rows, inner, columns, false, products), true);
      run(linear_case(rows, 17, columns, true, products), false);
      run(feed_forward_case(rows, 17, columns, products), false);
      run(gated_case(rows, 17, columns, tlc::Activation::SILU, columns % 2 == 1, products), false);
      run(head_case(rows, 9, columns + 1, 0.1, products), false);
    }
  }
  for (const int64_t rows : {1033, 1100}) run(linear_case(rows, 16, 33, false, products), true);
  run(feed_forward_case(1100, 15, 33, products), false);
  run(head_case(700, 5, 70, 0.1, products), false);
  check_bfloat16_numbers(products);
  return count;
}

}  // namespace

int main() {
  tlc::set_threads(2);
  const std::vector<int64_t> sizes{1, 7, 17, 63, 200};
  int count = 0;
  const auto run = [&](const Case& each) { check(each), count++; };
  for (const int64_t rows : sizes) {
    for (const int64_t columns : sizes) {
      for (const int64_t inner : {1, 17, 300}) run(linear_case(rows, inner, columns, columns % 2 == 1));
      run(feed_forward_case(rows, 17, columns));
      if (columns > 1) run(norm_case(rows, columns, rows % 2 == 1));
      run(head_case(rows, 9, columns + 1, rows == 17 ? 0.1 : 0));
      run(rows_case(rows, columns));
    }
  }
  run(feed_forward_case(1100, 15, 33));
  run(head_case(700, 5, 70, 0.1));
  for (const Case& each : attention_cases()) run(each);
  for (const Case& each : family_cases()) run(each);
  check_places();
  check_decoding();
  check_dropout();
  check_adamw();
  check_other_optimizers();
#if defined(__x86_64__)
  check_smallest_numbers();
#endif
  const tlc::Products* const products = tlc::bfloat16_products();
  if (products) count += check_bfloat16(*products);
  std::printf("%d cases%s, %d failures\n", count, products ? ", bfloat16 among them" : "", failures);
  return failures > 0;
}
