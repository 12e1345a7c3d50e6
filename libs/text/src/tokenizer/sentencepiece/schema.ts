import protobuf from 'protobufjs';

/** The fields of SentencePiece's model files that decide how a text is split, as its own schema has them
 * (google/sentencepiece, `sentencepiece_model.proto`). */
const { root } = protobuf.parse(`
  syntax = "proto2";
  message ModelProto {
    repeated SentencePiece pieces = 1;
    optional TrainerSpec trainer_spec = 2;
    optional NormalizerSpec normalizer_spec = 3;
  }
  message SentencePiece {
    optional string piece = 1;
    optional float score = 2;
    optional int32 type = 3 [default = 1];
  }
  message TrainerSpec {
    optional int32 model_type = 3 [default = 1];
    optional bool treat_whitespace_as_suffix = 24;
    optional bool byte_fallback = 35;
  }
  message NormalizerSpec {
    optional bytes precompiled_charsmap = 2;
    optional bool add_dummy_prefix = 3 [default = true];
    optional bool remove_extra_whitespaces = 4 [default = true];
    optional bool escape_whitespaces = 5 [default = true];
  }
`);

export const MODEL = root.lookupType('ModelProto');
