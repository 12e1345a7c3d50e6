// Attention in all its forms, one query and head at a time.
#pragma once

#include "../attention.h"
#include "../disentangled_attention.h"
#include "../relative_bias.h"
#include "checking.h"

namespace {

enum class Extra { NONE, BIAS, KEYS, QUERIES, BOTH };

struct Form {
  std::vector<int32_t> lengths;
  int64_t heads, size;
  bool causal = false;
  int64_t reach = -1;
  /** numbers of a head that are turned, with a base of 100 */
  int64_t rotary = 0;
  Extra extra = Extra::NONE;
};

constexpr int64_t TABLE_ROWS = 12;

/** The row of a table for a query `offset` after its key: some function that falls nowhere, from 0 to the last row. */
int32_t row_of(int64_t offset) {
  const int64_t half = TABLE_ROWS / 2, away = std::llabs(offset), row = away < 4 ? away : 3 + (away + 2) / 6;
  return (int32_t)(half + (offset < 0 ? -std::min(row, half) : std::min(row, half - 1)));
}

std::string name_of(const Form& form) {
  std::string name = "attention";
  for (const int32_t length : form.lengths) name += " " + std::to_string(length);
  return name + ", heads of " + std::to_string(form.size) + (form.causal ? ", causal" : "") + ", reach " +
         std::to_string(form.reach) + ", rotary " + std::to_string(form.rotary) + ", extra " +
         std::to_string((int)form.extra);
}

/** Number c of a head of row i of a sentence, turned by its position. */
double turned(const double* head, int64_t position, int64_t c, int64_t rotary) {
  if (c >= rotary) return head[c];
  const int64_t half = rotary / 2;
  const double angle = position * std::pow(100.0, -(double)(c % half) / half);
  return c < half ? head[c] * std::cos(angle) - head[c + half] * std::sin(angle)
                  : head[c] * std::cos(angle) + head[c - half] * std::sin(angle);
}

Case attention_case(const Form& form) {
  std::vector<int32_t> starts{0};
  for (const int32_t length : form.lengths) starts.push_back(starts.back() + length);
  const int64_t rows = starts.back(), heads = form.heads, size = form.size, hidden = heads * size, width = 3 * hidden;
  const Extra extra = form.extra;
  const bool bias = extra == Extra::BIAS, keys = extra == Extra::KEYS || extra == Extra::BOTH;
  const bool queries = extra == Extra::QUERIES || extra == Extra::BOTH;
  const double scale = 1 / std::sqrt((double)size * (1 + keys + queries));
  std::vector<int64_t> sizes{rows * width};
  if (bias) sizes.push_back(TABLE_ROWS * heads);
  if (keys) sizes.push_back(TABLE_ROWS * hidden);
  if (queries) sizes.push_back(TABLE_ROWS * hidden);
  int64_t longest = 0;
  for (const int32_t length : form.lengths) longest = std::max<int64_t>(longest, length);

  const auto formula = [=](const std::vector<Doubles>& a) {
    Doubles y(rows * hidden, 0);
    for (size_t s = 0; s < form.lengths.size(); s++) {
      const int64_t first = starts[s], length = form.lengths[s];
      for (int64_t h = 0; h < heads; h++) {
        Doubles q(length * size), k(length * size);
        for (int64_t i = 0; i < length; i++) {
          const double* const row = a[0].data() + (first + i) * width + h * size;
          for (int64_t c = 0; c < size; c++) {
            q[i * size + c] = turned(row, i, c, form.rotary);
            k[i * size + c] = turned(row + hidden, i, c, form.rotary);
          }
        }
        for (int64_t i = 0; i < length; i++) {
          Doubles p(length, 0);
          double sum = 0;
          for (int64_t j = 0; j < length; j++) {
            if ((form.causal && j > i) || (form.reach >= 0 && std::llabs(i - j) > form.reach)) continue;
            const int64_t row = row_of(i - j);
            double score = 0;
            for (int64_t c = 0; c < size; c++) {
              score += q[i * size + c] * k[j * size + c];
              if (keys) score += q[i * size + c] * a[1][row * hidden + h * size + c];
              if (queries) score += k[j * size + c] * a[a.size() - 1][row * hidden + h * size + c];
            }
            p[j] = std::exp(score * scale + (bias ? a[1][row * heads + h] : 0));
            sum += p[j];
          }
          for (int64_t j = 0; j < length; j++) {
            const double* const v = a[0].data() + (first + j) * width + 2 * hidden + h * size;
            for (int64_t c = 0; c < size; c++) y[(first + i) * hidden + h * size + c] += p[j] / sum * v[c];
          }
        }
      }
    }
    return y;
  };

  const auto kernel = [=](const Arrays& a, const Floats& dy, Floats& y, Arrays& d) {
    Floats angles(longest * form.rotary + 1);
    tlc::rotary_angles(longest, form.rotary, 100, angles.data());
    tlc::Sentences sentences{starts.data(), starts.data(), (int64_t)form.lengths.size(), heads, size};
    sentences.causal = form.causal;
    sentences.reach = form.reach;
    sentences.scale = (float)scale;
    if (form.rotary) sentences.rotary = {angles.data(), form.rotary};
    std::vector<int32_t> row_by_offset(2 * longest - 1);
    // Of a bias by the key less the query, of tables by the query less the key
    for (int64_t o = 0; o < 2 * longest - 1; o++) {
      row_by_offset[o] = row_of(bias ? longest - 1 - o : o - (longest - 1));
    }
    Floats log_sums(rows * heads);
    const float* const qkv = a[0].data();
    const tlc::Vectors q{qkv, width}, k{qkv + hidden, width}, v{qkv + 2 * hidden, width};
    float* const own = d[0].data();
    const tlc::Gradients dq{own, width}, dk{own + hidden, width}, dv{own + 2 * hidden, width};
    if (extra == Extra::NONE) {
      tlc::attention(q, k, v, sentences, y.data(), log_sums.data());
      tlc::attention_gradient(dy.data(), q, k, v, y.data(), log_sums.data(), sentences, dq, dk, dv);
    } else if (bias) {
      const tlc::BiasTable table{a[1].data(), TABLE_ROWS, row_by_offset.data(), longest};
      tlc::biased_attention(q, k, v, sentences, table, y.data(), log_sums.data());
      tlc::biased_attention_gradient(dy.data(), q, k, v, y.data(), log_sums.data(), sentences, table, dq, dk, dv,
                                     d[1].data());
    } else {
      const tlc::PositionTables tables{keys ? a[1].data() : nullptr, queries ? a.back().data() : nullptr, TABLE_ROWS,
                                       row_by_offset.data(), longest};
      tlc::disentangled_attention(q, k, v, sentences, tables, y.data(), log_sums.data());
      tlc::disentangled_attention_gradient(dy.data(), q, k, v, y.data(), log_sums.data(), sentences, tables, dq, dk, dv,
                                           keys ? d[1].data() : nullptr, queries ? d.back().data() : nullptr);
    }
  };
  return {name_of(form), sizes, formula, kernel};
}

std::vector<Case> attention_cases() {
  std::vector<Case> cases;
  const std::vector<std::vector<int32_t>> batches{{1}, {7, 1, 17, 63}, {300}};
  for (const auto& lengths : batches) {
    const int64_t heads = lengths.size() > 1 ? 3 : 1;
    for (const int64_t size : {1, 7, 16, 40}) {
      for (const bool causal : {false, true}) {
        cases.push_back(attention_case({lengths, heads, size, causal}));
        for (const int64_t reach : {0, 5, 64}) cases.push_back(attention_case({lengths, heads, size, causal, reach}));
      }
      const int64_t even = size / 2 * 2;
      cases.push_back(attention_case({lengths, heads, size, false, -1, even}));
      cases.push_back(attention_case({lengths, heads, size, true, 20, even > 6 ? 6 : even}));
      for (const Extra extra : {Extra::BIAS, Extra::KEYS, Extra::QUERIES, Extra::BOTH}) {
        cases.push_back(attention_case({lengths, heads, size, false, -1, 0, extra}));
      }
      cases.push_back(attention_case({lengths, heads, size, true, 30, even, Extra::BIAS}));
      cases.push_back(attention_case({lengths, heads, size, false, 30, 0, Extra::BOTH}));
    }
  }
  return cases;
}

}  // namespace
