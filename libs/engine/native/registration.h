// TensorFlow operations made of plain functions, through TensorFlow's C API alone, whose binary interface is stable.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "tensorflow.h"

namespace tlc {

/** What a call got that the operation cannot work with; TensorFlow reports it as an InvalidArgument error. */
struct Refused {
  std::string message;
};

/** One input of a call. */
struct Input {
  TF_Tensor* tensor;
  std::vector<int64_t> shape;

  int64_t size() const;
  const float* floats() const { return static_cast<const float*>(TF_TensorData(tensor)); }
  const int32_t* ints() const { return static_cast<const int32_t*>(TF_TensorData(tensor)); }
};

/** One call of an operation: its inputs, its attributes and room for its outputs. */
class Call {
 public:
  Call(TF_OpKernelContext* context, const std::vector<double>& attributes);
  ~Call();
  Call(const Call&) = delete;

  int inputs() const { return inputs_.size(); }
  const Input& input(int number) const { return inputs_[number]; }
  /** The input, refused unless its shape is this one; −1 stands for any size. */
  const Input& input(int number, const std::vector<int64_t>& shape) const;
  double attribute(int number) const { return attributes_[number]; }
  /** Memory for an output of this shape. */
  float* output(int number, const std::vector<int64_t>& shape);

 private:
  TF_OpKernelContext* context_;
  const std::vector<double>& attributes_;
  std::vector<Input> inputs_;
  std::vector<TF_Tensor*> outputs_;
};

/** An operation as TensorFlow is told of it, in the notation of its op definitions: `x: float`, `heads: int`. */
struct Operation {
  const char* name;
  std::vector<const char*> inputs, outputs;
  /** of type int or float; the number of tensors in a list, `N: int >= 1`, is the last one */
  std::vector<const char*> attributes;
  void (*compute)(Call& call);
};

/** Operations of a file, which adds them to the list of all when the addon is loaded. */
class Operations {
 public:
  template <int COUNT>
  explicit Operations(const Operation (&operations)[COUNT]) {
    for (const Operation& operation : operations) all().push_back(&operation);
  }
  static std::vector<const Operation*>& all();
};

/** Tells TensorFlow of every operation that a file has added. @returns an error's message, or an empty one */
std::string register_operations();

void require(bool condition, const char* message);

}  // namespace tlc
