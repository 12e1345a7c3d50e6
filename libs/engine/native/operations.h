#pragma once

#include <string>

namespace tlc {

/** Tells TensorFlow of every operation of this folder. @returns an error's message, or an empty one */
std::string register_operations();

}  // namespace tlc
