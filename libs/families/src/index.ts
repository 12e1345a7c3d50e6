export { ACTIVATION_NAMES, activationOf, type Activation } from './activation.js';
export { EncoderArchitecture } from './architecture.js';
export { count } from './counting/count.js';
export type { Counts, PartCounts, WorkingMemory } from './counting/counts.js';
export type { Extent } from './counting/value.js';
export { declared, declaredDecoder } from './declared.js';
export { type FileScheme, gridOf, type Scheme, schemesOf } from './compressed-tensors/scheme.js';
export { compressedSettings } from './compressed-tensors/settings.js';
export { packRows, unpackColumns, unpackRows, wordsOf } from './compressed-tensors/words.js';
export { countOnes, gather, packCodes, packedBytes, packMask, scatter, unpackCodes } from './encoding/bits.js';
export {
  CODEBOOK_KINDS,
  CODEBOOK_PRECISIONS,
  type Codebook,
  type CodebookKind,
  type CodebookPrecision,
  type CodebookSpec,
  codebookSpec,
  fixedBits,
  fixedLevels,
  levelCount,
  packFixed,
  unpackFixed,
} from './encoding/codebook.js';
export {
  hasCodes,
  specOf,
  type Encoding,
  type EncodingSpec,
  type Granularity,
  type Grid,
  type GridSpec,
} from './encoding/encoding.js';
export { encodingSettings } from './encoding/settings.js';
export { gapsOf, GAP_SYMBOLS, placesOf } from './encoding/gaps.js';
export { groupStarts, sizeOf } from './encoding/groups.js';
export {
  areCodeLengths,
  codeLengths,
  countSymbols,
  huffmanBytes,
  packHuffman,
  unpackHuffman,
} from './encoding/huffman.js';
export {
  encodedBytes,
  isEncoded,
  PARTS,
  partsOf,
  weightFileBytes,
  type Part,
  type PartLayout,
} from './encoding/layout.js';
export type { Streams } from './encoding/streams.js';
export type {
  Dimensions,
  Family,
  FileDialect,
  HeadDeclaration,
  ModelConfig,
  TokenRules,
  Vocabulary,
} from './family.js';
export { embedding } from './blocks/embeddings-head.js';
export { checkShape, shapeInFile } from './folder/check-shape.js';
export { FILES, modelBytes, tokenizerOf } from './folder/files.js';
export { generatorShape } from './generator-shape.js';
export { headSettings } from './folder/head-settings.js';
export { openFolder, type OpenFolder } from './folder/open-folder.js';
export { embeddingsFiles } from './folder/sentence-transformers/write.js';
export { readModelShape } from './folder/read-shape.js';
export { layerOf } from './layer-of.js';
export { answersFor, outputsOf, sameHead, type Embeddings, type Head, type HeadKind } from './head.js';
export { dimensions, encoderParameters, optionalParameters, shapeOf, targetTokens } from './model-shape.js';
export { architectureClass, newConfig } from './new-config.js';
export type {
  AttentionOptions,
  CrossAttentionOptions,
  DisentangledOptions,
  EmbeddingTables,
  FeedForwardLayers,
  LinearOptions,
  Norm,
  Operations,
  Picked,
  Pooling,
  PreNormLayer,
  Sinusoids,
  Site,
  SubLayer,
  Table,
  VocabularyOptions,
} from './operations.js';
export { encodedModelType, readConfig } from './read-config.js';
export { factorNames } from './forms/factors.js';
export type { Form } from './forms/form.js';
export { kroneckerOperations, type KroneckerSizes, rightFirst } from './forms/kronecker.js';
export type { LowRank } from './forms/low-rank.js';
export { channelPaths } from './structure/channel-paths.js';
export type { ChannelPath, ChannelSource } from './structure/channel-trace.js';
export { cutConfig, type Cut, type CutConfig, type KeptIndices } from './structure/cut.js';
export { headColumnsOf, layerParts, neuronWeightsOf, type LayerParts } from './structure/layer-parts.js';
export { hasOwnLayers, stackedNames } from './structure/stacked-names.js';
export type { Structure } from './structure/structure.js';
export { namedTokens, vocabularyParameters, withVocabulary } from './structure/vocabulary.js';
export { FAMILIES, familyNamed, familyOf, hasTransformersClass, staticFamily, usualTranslator } from './registry.js';
export { settingsReader, type Settings, type SettingsReader } from './settings/reader.js';
export type { ModelShape, ParameterShape, Place, Role } from './shape.js';
export { sinusoidTable } from './sinusoids.js';
export { operationsPerToken, parameterCount } from './size.js';
