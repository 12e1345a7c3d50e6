// What Node loads: registers the operations with the TensorFlow that TF.js has loaded before, once in a process.
#include <mutex>

#include "blocks.h"
#include "library_pages.h"
#include "node_api.h"
#include "products.h"
#include "registration.h"
#include "threads.h"

namespace {

/** One more with every change of an operation's inputs, outputs or attributes. ../src/kernels/addon.ts knows what it calls. */
constexpr int32_t INTERFACE = 7;

/** setThreads(count): how many threads share a kernel's work from now on. */
napi_value set_threads(napi_env env, napi_callback_info info) {
  size_t count = 1;
  napi_value argument;
  int32_t threads = 0;
  napi_get_cb_info(env, info, &count, &argument, nullptr, nullptr);
  if (napi_get_value_int32(env, argument, &threads) != napi_ok || threads < 1 || threads > 1024) {
    napi_throw_range_error(env, nullptr, "setThreads: expected a whole number from 1 to 1024");
    return nullptr;
  }
  tlc::set_threads(threads);
  return nullptr;
}

void set_number(napi_env env, napi_value object, const char* name, int32_t number) {
  napi_value value;
  napi_create_int32(env, number, &value);
  napi_set_named_property(env, object, name, value);
}

}  // namespace

extern "C" __attribute__((visibility("default"))) int32_t node_api_module_get_api_version_v1() { return 8; }

extern "C" __attribute__((visibility("default"))) napi_value napi_register_module_v1(napi_env env, napi_value exports) {
  static std::once_flag once;
  static std::string error;
  // A worker thread loads the same library again
  std::call_once(once, [] {
    error = tlc::register_operations();
    tlc::release_library_pages();
  });
  if (!error.empty()) {
    // Not thrown: that a library does not load has other causes, after which another may be tried
    napi_value message;
    napi_create_string_utf8(env, error.c_str(), error.size(), &message);
    napi_set_named_property(env, exports, "failure", message);
  }
  napi_value function;
  napi_create_function(env, "setThreads", NAPI_AUTO_LENGTH, set_threads, nullptr, &function);
  napi_set_named_property(env, exports, "setThreads", function);
  set_number(env, exports, "interface", INTERFACE);
  napi_value blocks;
  napi_create_object(env, &blocks);
  set_number(env, blocks, "feedForwardRows", tlc::BLOCKS.feed_forward_rows);
  set_number(env, blocks, "logitRows", tlc::BLOCKS.logit_rows);
  set_number(env, blocks, "summedRows", tlc::BLOCKS.summed_rows);
  set_number(env, blocks, "depth", tlc::BLOCKS.depth);
  napi_set_named_property(env, exports, "blocks", blocks);
  napi_value bf16;
  napi_get_boolean(env, tlc::bfloat16_products() != nullptr, &bf16);
  napi_set_named_property(env, exports, "bf16", bf16);
  return exports;
}
