// Gated feed-forward networks and norms of newer encoders.
#pragma once

#include "../gated_feed_forward.h"
#include "../layer_norm.h"
#include "checking.h"

namespace {

double activated(tlc::Activation activation, double x) {
  switch (activation) {
    case tlc::Activation::GELU: return x * 0.5 * std::erfc(-x / std::sqrt(2));
    case tlc::Activation::GELU_TANH: return x * 0.5 * (1 + std::tanh(std::sqrt(2 / M_PI) * (x + 0.044715 * x * x * x)));
    case tlc::Activation::SILU: return x / (1 + std::exp(-x));
    case tlc::Activation::RELU: return std::fmax(0, x);
    default: return x;
  }
}

/** x Wᵀ + b for x [rows, in], W [out, in] and b [out], or no b where it is empty. */
Doubles layer(const Doubles& x, const Doubles& w, const Doubles& b, int64_t rows, int64_t in, int64_t out) {
  Doubles y(rows * out);
  for (int64_t i = 0; i < rows; i++) {
    for (int64_t j = 0; j < out; j++) {
      double sum = b.empty() ? 0 : b[j];
      for (int64_t p = 0; p < in; p++) sum += x[i * in + p] * w[j * in + p];
      y[i * out + j] = sum;
    }
  }
  return y;
}

Case gated_case(int64_t rows, int64_t hidden, int64_t inner, tlc::Activation activation, bool biases,
                const tlc::Products& products = tlc::FLOAT32) {
  const int64_t wide = biases ? inner : 0, narrow = biases ? hidden : 0;
  return {"gated feed-forward " + std::to_string(rows) + " x " + std::to_string(hidden) + " x " +
              std::to_string(inner) + ", activation " + std::to_string((int)activation),
          {rows * hidden, inner * hidden, wide, inner * hidden, wide, hidden * inner, narrow},
          [=](const std::vector<Doubles>& a) {
            Doubles gate = layer(a[0], a[1], a[2], rows, hidden, inner);
            const Doubles up = layer(a[0], a[3], a[4], rows, hidden, inner);
            for (int64_t i = 0; i < rows * inner; i++) gate[i] = activated(activation, gate[i]) * up[i];
            return layer(gate, a[5], a[6], rows, inner, hidden);
          },
          [=](const Arrays& a, const Floats& dy, Floats& y, Arrays& d) {
            const auto or_null = [&](auto& values) { return biases ? values.data() : nullptr; };
            const tlc::GatedLayers layers{a[1].data(),   or_null(a[2]), a[3].data(),
                                          or_null(a[4]), a[5].data(),   or_null(a[6])};
            Floats before(rows * 2 * inner), y_alone(rows * hidden);
            tlc::gated_feed_forward(a[0].data(), layers, rows, hidden, inner, activation, y.data(), before.data(),
                                    products);
            tlc::gated_feed_forward(a[0].data(), layers, rows, hidden, inner, activation, y_alone.data(), nullptr,
                                    products);
            if (y != y_alone) complain("gated feed-forward", "the value without what backward needs", 1);
            tlc::gated_feed_forward_gradient(
                dy.data(), a[0].data(), layers, before.data(), rows, hidden, inner, activation, d[0].data(),
                {d[1].data(), or_null(d[2]), d[3].data(), or_null(d[4]), d[5].data(), or_null(d[6])}, products);
          }};
}

/** One linear layer with an activation, of inputs large enough to see its tails. */
Case activation_case(int64_t rows, int64_t columns, tlc::Activation activation) {
  return {
      "activation " + std::to_string((int)activation) + " of " + std::to_string(rows) + " x " + std::to_string(columns),
      {rows * columns},
      [=](const std::vector<Doubles>& a) {
        Doubles y;
        for (const double x : a[0]) y.push_back(activated(activation, 5 * x));
        return y;
      },
      [=](const Arrays& a, const Floats& dy, Floats& y, Arrays& d) {
        Floats weight(columns * columns, 0), before(rows * columns), dweight(columns * columns);
        for (int64_t j = 0; j < columns; j++) weight[j * columns + j] = 5;
        const bool keep = tlc::keeps_before(activation);
        tlc::linear(a[0].data(), weight.data(), nullptr, rows, columns, columns, activation, y.data(),
                    keep ? before.data() : nullptr);
        tlc::linear_gradient(dy.data(), a[0].data(), weight.data(), keep ? before.data() : y.data(), rows, columns,
                             columns, activation, d[0].data(), dweight.data(), nullptr);
      }};
}

Case plain_norm_case(int64_t rows, int64_t hidden, bool centred) {
  return {(centred ? "norm without a bias " : "root mean square norm ") + std::to_string(rows) + " x " +
              std::to_string(hidden),
          {rows * hidden, hidden},
          [=](const std::vector<Doubles>& a) {
            Doubles y(rows * hidden);
            for (int64_t i = 0; i < rows; i++) {
              double mean = 0, variance = 0;
              const double* const row = a[0].data() + i * hidden;
              for (int64_t j = 0; centred && j < hidden; j++) mean += row[j] / hidden;
              for (int64_t j = 0; j < hidden; j++) variance += (row[j] - mean) * (row[j] - mean) / hidden;
              for (int64_t j = 0; j < hidden; j++) {
                y[i * hidden + j] = a[1][j] * (row[j] - mean) / std::sqrt(variance + 1e-5);
              }
            }
            return y;
          },
          [=](const Arrays& a, const Floats& dy, Floats& y, Arrays& d) {
            const tlc::Mask none{0, 0, -1, 0};
            Floats mean(rows), scale(rows);
            tlc::add_norm(a[0].data(), nullptr, a[1].data(), nullptr, rows, hidden, 1e-5f, none, y.data(), mean.data(),
                          scale.data(), centred);
            tlc::add_norm_gradient(dy.data(), a[0].data(), nullptr, a[1].data(), mean.data(), scale.data(), rows,
                                   hidden, none, d[0].data(), nullptr, d[1].data(), nullptr, centred);
          }};
}

std::vector<Case> family_cases() {
  using tlc::Activation;
  std::vector<Case> cases;
  for (const int64_t rows : {1, 7, 63, 200}) {
    for (const int64_t columns : {1, 7, 17, 63, 200}) {
      cases.push_back(gated_case(rows, 17, columns, Activation::GELU, columns % 2 == 1));
      for (const Activation activation : {Activation::GELU, Activation::GELU_TANH, Activation::SILU}) {
        cases.push_back(activation_case(rows, columns, activation));
      }
      cases.push_back(plain_norm_case(rows, columns, false));
      if (columns > 1) cases.push_back(plain_norm_case(rows, columns, true));
    }
  }
  for (const Activation activation : {Activation::GELU_TANH, Activation::SILU}) {
    cases.push_back(gated_case(1100, 15, 33, activation, true));
  }
  return cases;
}

}  // namespace
