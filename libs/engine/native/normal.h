// e^x, the logistic function, and the normal distribution that GELU is made of.
#pragma once

#include "vectors.h"

namespace tlc {

/**
 * e^x to some 1e-7 relative; 0 below −87, and finite above 88.
 *
 * x = n ln 2 + r with |r| ≤ ln 2 / 2, and e^r by its Taylor polynomial: Cody and Waite, "Software Manual for the
 * Elementary Functions", 1980, chapter 6. ln 2 is taken off in two parts, of which the first has zeros at its end.
 */
TLC_INLINE Floats exponential(Floats x) {
  const Ints tiny = x < -87.0f;
  const Floats limited = smaller(x, broadcast(88.0f));
  // The sum's last bit is worth 1, so that the addition rounds to a whole number
  const Floats rounder = broadcast(12582912.0f);
  const Floats shifted = limited * 1.44269504f + rounder;
  const Floats n = shifted - rounder;
  const Floats r = (limited - n * 0.693359375f) + n * 2.12194440e-4f;
  Floats e = broadcast(1.0f / 5040);
  e = e * r + 1.0f / 720;
  e = e * r + 1.0f / 120;
  e = e * r + 1.0f / 24;
  e = e * r + 1.0f / 6;
  e = e * r + 0.5f;
  e = e * r + 1.0f;
  e = e * r + 1.0f;
  // n is in the last bits of the shifted sum, and goes to the exponent
  const Words bits = (Words)e + ((Words)shifted << 23);
  return (Floats)(bits & ~(Words)tiny);
}

/** σ(x) = 1 / (1 + e^−x), above 0 or as good as. */
TLC_INLINE Floats logistic(Floats x) { return 1.0f / (exponential(-x) + 1.0f); }

/** Φ(x), the share of a normal distribution below x, and its density φ(x). */
struct Normal {
  Floats distribution, density;
};

/**
 * For x ≤ 0, Φ(x) = e^(−x²/2) Q(t) with t = 1 / (1 + 0.3 |x|), the form of Hastings, "Approximations for Digital
 * Computers", 1955. The
 * coefficients of Q were fitted for this file to 6e-8 relative for |x| ≤ 14; in float32 Φ is right to 4e-7 relative.
 */
TLC_INLINE Normal normal(Floats x) {
  const Floats distance = choose(x < 0, -x, x);
  const Floats t = 1.0f / (distance * 0.3f + 1.0f);
  Floats q = broadcast(0.038378615f);
  q = q * t - 0.169167618f;
  q = q * t + 0.228663021f;
  q = q * t - 0.0765096244f;
  q = q * t + 0.142537536f;
  q = q * t + 0.0946827397f;
  q = q * t + 0.121920523f;
  q = q * t + 0.119487666f;
  q = q * t + 7.17002949e-06f;
  const Floats bell = exponential(x * x * -0.5f);
  const Floats tail = bell * q;
  return {choose(x < 0, tail, 1.0f - tail), bell * 0.398942280f};
}

}  // namespace tlc
