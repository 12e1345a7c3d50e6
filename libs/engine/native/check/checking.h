// What every check is made of: an operation beside its formula in float64, and the comparison of the two.
#pragma once

#include <cmath>
#include <cstdio>
#include <cstring>
#include <functional>
#include <random>
#include <string>
#include <vector>

#include "../threads.h"

namespace {

using Floats = std::vector<float>;
using Doubles = std::vector<double>;
using Arrays = std::vector<Floats>;

std::mt19937 generator(1);

Floats drawn(int64_t size, float deviation = 0.5f) {
  std::normal_distribution<float> normal(0, deviation);
  Floats values(size);
  for (float& value : values) value = normal(generator);
  return values;
}

/** The nearest bfloat16, ties to even. */
float rounded(float x) {
  uint32_t bits;
  std::memcpy(&bits, &x, 4);
  bits = (bits + 0x7fff + (bits >> 16 & 1)) & 0xffff0000;
  std::memcpy(&x, &bits, 4);
  return x;
}

/**
 * One operation: its value in float64 from its inputs; its value and gradients, of the inputs in order, by the
 * kernel.
 */
struct Case {
  std::string name;
  std::vector<int64_t> sizes;
  std::function<Doubles(const std::vector<Doubles>&)> formula;
  /** fills y and the gradients from the inputs and the gradient of y */
  std::function<void(const Arrays& inputs, const Floats& dy, Floats& y, Arrays& gradients)> kernel;
  /** of differences, relative to the largest value and to the size of a gradient */
  double bound = 1e-5;
  /** that a gradient is taken to have: a sum of a few terms may nearly vanish */
  double least_size = 0.1;
  /** whether the inputs and the gradient of y are drawn from the numbers that bfloat16 has */
  bool from_bfloat16 = false;
};

std::vector<Doubles> exact(const Arrays& inputs) {
  std::vector<Doubles> all;
  for (const Floats& input : inputs) all.emplace_back(input.begin(), input.end());
  return all;
}

double dot(const Doubles& a, const Floats& b) {
  double sum = 0;
  for (size_t i = 0; i < a.size(); i++) sum += a[i] * b[i];
  return sum;
}

int failures = 0;

void complain(const std::string& name, const char* what, double difference) {
  failures++;
  std::printf("WRONG %s: %s differs by %.3g\n", name.c_str(), what, difference);
}

void check(const Case& each) {
  Arrays inputs;
  const auto own_numbers = [&](Floats values) {
    for (float& value : values) value = each.from_bfloat16 ? rounded(value) : value;
    return values;
  };
  for (const int64_t size : each.sizes) inputs.push_back(own_numbers(drawn(size)));
  const Doubles expected = each.formula(exact(inputs));
  const Floats dy = own_numbers(drawn(expected.size(), 1));
  Floats y(expected.size());
  Arrays gradients;
  for (const int64_t size : each.sizes) gradients.emplace_back(size);
  each.kernel(inputs, dy, y, gradients);

  double scale = 1e-3, worst = 0;
  for (const double value : expected) scale = std::fmax(scale, std::fabs(value));
  for (size_t i = 0; i < y.size(); i++) worst = std::fmax(worst, std::fabs(y[i] - expected[i]) / scale);
  if (!(worst < each.bound)) complain(each.name, "the value", worst);

  for (size_t input = 0; input < inputs.size(); input++) {
    const Floats direction = drawn(each.sizes[input], 1);
    const auto along = [&](double step) {
      std::vector<Doubles> moved = exact(inputs);
      for (size_t i = 0; i < direction.size(); i++) moved[input][i] += step * direction[i];
      return dot(each.formula(moved), dy);
    };
    const double slope = (along(1e-5) - along(-1e-5)) / 2e-5;
    const Doubles own(gradients[input].begin(), gradients[input].end());
    const double size = std::sqrt(dot(own, gradients[input])) * std::sqrt((double)direction.size());
    const double difference = std::fabs(dot(own, direction) - slope) / std::fmax(size, each.least_size);
    if (!(difference < each.bound)) complain(each.name, ("gradient " + std::to_string(input)).c_str(), difference);
  }

  for (int threads = 1; threads <= 4; threads++) {
    tlc::set_threads(threads);
    Floats again(y.size());
    Arrays gradients_again;
    for (const int64_t size : each.sizes) gradients_again.emplace_back(size);
    each.kernel(inputs, dy, again, gradients_again);
    if (again != y || gradients_again != gradients) complain(each.name, "a bit, with other threads,", threads);
  }
  tlc::set_threads(2);
}

}  // namespace
