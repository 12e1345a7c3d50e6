#include "registration.h"

#include <cstring>
#include <memory>
#include <new>

#include "places.h"

namespace tlc {
namespace {

struct Status {
  TF_Status* const status = TF_NewStatus();
  ~Status() { TF_DeleteStatus(status); }
  bool ok() const { return TF_GetCode(status) == TF_OK; }
  operator TF_Status*() const { return status; }
};

std::string shown(const std::vector<int64_t>& shape) {
  std::string text = "[";
  for (const int64_t size : shape) text += (text.size() > 1 ? ", " : "") + (size < 0 ? "any" : std::to_string(size));
  return text + "]";
}

constexpr int64_t MOST_ELEMENTS = int64_t{1} << 48;

/** What TensorFlow keeps for each use of an operation with the same attributes. */
struct Kernel {
  const Operation* operation;
  std::vector<double> attributes;
};

/**
 * TensorFlow's functions for making a kernel get no argument that says of which operation, so each operation has one
 * of its own: the one of its place.
 */
constexpr int MOST_OPERATIONS = 64;
Places<Operation, MOST_OPERATIONS> operations;

template <int NUMBER>
void* create(TF_OpKernelConstruction* construction) {
  auto kernel = std::make_unique<Kernel>();
  kernel->operation = operations.at(NUMBER);
  const Status status;
  for (const char* attribute : kernel->operation->attributes) {
    const char* const colon = std::strchr(attribute, ':');
    const std::string name(attribute, colon);
    if (std::strncmp(colon, ": float", 7) == 0) {
      float value = 0;
      TF_OpKernelConstruction_GetAttrFloat(construction, name.c_str(), &value, status);
      kernel->attributes.push_back(value);
    } else {
      int32_t value = 0;
      TF_OpKernelConstruction_GetAttrInt32(construction, name.c_str(), &value, status);
      kernel->attributes.push_back(value);
    }
    if (!status.ok()) {
      TF_OpKernelConstruction_Failure(construction, status);
      return nullptr;
    }
  }
  return kernel.release();
}

void compute(void* made, TF_OpKernelContext* context) {
  const auto* const kernel = static_cast<const Kernel*>(made);
  const auto fail = [&](TF_Code code, const std::string& message) {
    const Status status;
    TF_SetStatus(status, code, (std::string(kernel->operation->name) + ": " + message).c_str());
    TF_OpKernelContext_Failure(context, status);
  };
  try {
    Call call(context, kernel->attributes);
    kernel->operation->compute(call);
  } catch (const Refused& refused) {
    fail(TF_INVALID_ARGUMENT, refused.message);
  } catch (const std::bad_alloc&) {
    fail(TF_RESOURCE_EXHAUSTED, "out of memory");
  }
}

void destroy(void* made) { delete static_cast<Kernel*>(made); }

using Create = void* (*)(TF_OpKernelConstruction*);
template <int... NUMBERS>
Create create_of(int number, std::integer_sequence<int, NUMBERS...>) {
  static const Create all[] = {create<NUMBERS>...};
  return all[number];
}

}  // namespace

int64_t Input::size() const {
  int64_t size = 1;
  for (const int64_t axis : shape) size *= axis;
  return size;
}

Call::Call(TF_OpKernelContext* context, const std::vector<double>& attributes)
    : context_(context), attributes_(attributes) {
  const Status status;
  for (int i = 0; i < TF_NumInputs(context); i++) {
    Input input{};
    TF_GetInput(context, i, &input.tensor, status);
    if (!status.ok()) throw Refused{TF_Message(status)};
    for (int axis = 0; axis < TF_NumDims(input.tensor); axis++) input.shape.push_back(TF_Dim(input.tensor, axis));
    inputs_.push_back(std::move(input));
  }
}

Call::~Call() {
  for (Input& input : inputs_) TF_DeleteTensor(input.tensor);
  for (TF_Tensor* output : outputs_) TF_DeleteTensor(output);
}

const Input& Call::input(int number, const std::vector<int64_t>& shape) const {
  const Input& input = inputs_[number];
  bool fits = input.shape.size() == shape.size();
  for (size_t axis = 0; fits && axis < shape.size(); axis++) fits = shape[axis] < 0 || shape[axis] == input.shape[axis];
  if (!fits) {
    throw Refused{"input " + std::to_string(number) + " has shape " + shown(input.shape) + ", expected " +
                  shown(shape)};
  }
  return input;
}

float* Call::output(int number, const std::vector<int64_t>& shape) {
  int64_t size = 1, extent = 1;
  for (const int64_t axis : shape) {
    size *= axis;
    // Rows of no columns may be any number, and TensorFlow ends the process where a shape overflows
    if (axis > MOST_ELEMENTS / extent) throw Refused{"an output of shape " + shown(shape) + " is too large"};
    extent *= axis ? axis : 1;
  }
  const Status status;
  outputs_.push_back(TF_AllocateOutput(context_, number, TF_FLOAT, shape.data(), (int)shape.size(), 4 * size, status));
  if (!status.ok()) throw std::bad_alloc();
  return static_cast<float*>(TF_TensorData(outputs_.back()));
}

std::vector<const Operation*>& Operations::all() {
  static std::vector<const Operation*> operations;
  return operations;
}

void require(bool condition, const char* message) {
  if (!condition) throw Refused{message};
}

namespace {

/** Tells TensorFlow of an operation. @returns an error's message, or an empty one */
std::string register_operation(const Operation* operation) {
  const int place = operations.take(operation);
  if (place < 0) return "there are only " + std::to_string(MOST_OPERATIONS) + " places for operations";
  TF_OpDefinitionBuilder* const definition = TF_NewOpDefinitionBuilder(operation->name);
  for (const char* attribute : operation->attributes) TF_OpDefinitionBuilderAddAttr(definition, attribute);
  for (const char* input : operation->inputs) TF_OpDefinitionBuilderAddInput(definition, input);
  for (const char* output : operation->outputs) TF_OpDefinitionBuilderAddOutput(definition, output);
  // An operation that writes to its inputs, as AdamW does, must never be left out or done once for two calls
  TF_OpDefinitionBuilderSetIsStateful(definition, true);
  const Status status;
  TF_RegisterOpDefinition(definition, status);
  if (!status.ok()) return TF_Message(status);
  const Create make = create_of(place, std::make_integer_sequence<int, MOST_OPERATIONS>());
  TF_KernelBuilder* const builder = TF_NewKernelBuilder(operation->name, "CPU", make, compute, destroy);
  TF_RegisterKernelBuilder(operation->name, builder, status);
  return status.ok() ? "" : TF_Message(status);
}

}  // namespace

std::string register_operations() {
  for (const Operation* operation : Operations::all()) {
    const std::string error = register_operation(operation);
    if (!error.empty()) return std::string(operation->name) + ": " + error;
  }
  return "";
}

}  // namespace tlc
