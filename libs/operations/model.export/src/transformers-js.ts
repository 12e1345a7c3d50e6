import { type Dtype, preferredDtype } from '#onnx';
import type { ModelShape } from '#models';

/** What config.json says to Transformers.js: which of the files it opens where nobody says which. By itself it opens model.onnx in
 * Node and model_quantized.onnx in a browser, whether they are there or not. */
export function browserSettings(dtypes: readonly Dtype[], model: ModelShape): Record<string, object> {
  if (dtypes.length === 0) return {};
  const dtype = preferredDtype(dtypes, model);
  // WebGPU has no products of bytes
  const onGpu = dtype === 'q8' && dtypes.find((other) => other === 'fp32');
  const device = onGpu ? { device_config: { webgpu: { dtype: onGpu } } } : {};
  return { 'transformers.js_config': { dtype, ...device } };
}
