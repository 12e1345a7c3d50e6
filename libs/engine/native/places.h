// Numbered places, as many as there are functions made for them.
#pragma once

#include <cstddef>

namespace tlc {

template <class Value, int COUNT>
class Places {
 public:
  /** @returns the number of the place that the value has from now on, or −1 when all are taken */
  int take(const Value* value) {
    if (taken_ == COUNT) return -1;
    values_[taken_] = value;
    return taken_++;
  }
  const Value* at(int place) const { return values_[place]; }

 private:
  const Value* values_[COUNT] = {};
  int taken_ = 0;
};

}  // namespace tlc
