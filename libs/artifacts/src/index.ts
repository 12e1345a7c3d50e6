export { bytesOf, type CleanRules, removable } from './clean/removable.js';
export { type Rest, restsOf } from './clean/rests.js';
export { artifactDigest } from './digest/artifact-digest.js';
export { digestFiles } from './digest/digest-files.js';
export { type FileBytes, fileBytes } from './file/bytes.js';
export { type FolderStore, type HeldStore, openFolderStore } from './folder/folder-store.js';
export { gunzip, streamedBound } from './input/gunzip.js';
export { configuredRoots, heldTo, type InputLimits, inputLimits } from './input/limits.js';
export { locateInput, locateNamed } from './input/locate.js';
export { listInput, openInput, readInput, statInput } from './input/open.js';
export { type Layout, layoutOf } from './folder/layout.js';
export type { Artifact, Manifest, Recipe, RecipeInput } from './manifest.js';
export { isAbandoned, renew } from './owner/beats.js';
export { hasEnded, processMark } from './owner/process-mark.js';
export { isArtifactId } from './recipe/artifact-id.js';
export { inputId, inputIds } from './recipe/input-ids.js';
export { recipeId } from './recipe/recipe-id.js';
export type { RemoteArtifacts } from './remote/remote.js';
export { openSharedStore } from './remote/shared-store.js';
export type { DType, TensorData, WritableDType } from './safetensors/dtypes.js';
export { fromFloat16, GREATEST_FLOAT16, LEAST_NORMAL_FLOAT16, toFloat16 } from './safetensors/half-precision.js';
export type { Header, HeaderEntry } from './safetensors/header.js';
export { safetensorsBytes, type TensorDescription } from './safetensors/layout.js';
export {
  openSafetensors,
  readSafetensors,
  readSafetensorsHeader,
  type SafetensorsContent,
  type SafetensorsFile,
  type StoredTensor,
} from './safetensors/read.js';
export { type StreamedTensor, writeSafetensors, type WritableTensor } from './safetensors/write.js';
export type { ArtifactStore, Commit } from './store.js';
export { isTag, LATEST, openTags, type Tags } from './tags/tags.js';
export { openWeights } from './weights/open.js';
export type { WeightHeader, Weights } from './weights/weights.js';
export { zip } from './zip/zip.js';
