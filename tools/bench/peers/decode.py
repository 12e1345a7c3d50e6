"""The peer of ../decode.mjs: the same folder's weights and tokenizer in CTranslate2, beams of 5, lengths normalised.

The folder is a Marian model as Transformers writes it, with `tokenizer.json`. Its weights go into CTranslate2's own
TransformerSpec. Batches are of 64 sentences of about one length, which was the fastest of 32, 64 and 256. Prints one line of JSON.
"""
import argparse
import json
import resource
import statistics
import tempfile
import time
from pathlib import Path

import ctranslate2
import numpy
from ctranslate2.specs import TransformerSpec, common_spec
from safetensors.numpy import load_file
from tokenizers import Tokenizer

ACTIVATIONS = dict(relu=common_spec.Activation.RELU, swish=common_spec.Activation.SWISH)


def put(spec, weights, *names):
    """Fills a norm, or a linear layer with those that it stands for."""
    first, second = ("weight", "bias") if hasattr(spec, "weight") else ("gamma", "beta")
    setattr(spec, first, numpy.concatenate([weights[f"{name}.weight"] for name in names]))
    setattr(spec, second, numpy.concatenate([weights[f"{name}.bias"] for name in names]))


def put_layer(spec, weights, at):
    own, cross = f"{at}.self_attn", f"{at}.encoder_attn"
    put(spec.self_attention.linear[0], weights, *(f"{own}.{part}_proj" for part in "qkv"))
    put(spec.self_attention.linear[1], weights, f"{own}.out_proj")
    put(spec.self_attention.layer_norm, weights, f"{own}_layer_norm")
    if hasattr(spec, "attention"):
        put(spec.attention.linear[0], weights, f"{cross}.q_proj")
        put(spec.attention.linear[1], weights, f"{cross}.k_proj", f"{cross}.v_proj")
        put(spec.attention.linear[2], weights, f"{cross}.out_proj")
        put(spec.attention.layer_norm, weights, f"{cross}_layer_norm")
    put(spec.ffn.linear_0, weights, f"{at}.fc1")
    put(spec.ffn.linear_1, weights, f"{at}.fc2")
    put(spec.ffn.layer_norm, weights, f"{at}.final_layer_norm")


def sinusoids(count, width):
    angles = numpy.arange(count)[:, None] / 10000 ** (2 * numpy.arange(width // 2)[None] / width)
    return numpy.concatenate([numpy.sin(angles), numpy.cos(angles)], 1).astype(numpy.float32)


def convert(folder, tokenizer, target):
    config = json.loads((folder / "config.json").read_text())
    weights = load_file(folder / "model.safetensors")
    table, width = weights["model.shared.weight"], config["d_model"]
    spec = TransformerSpec.from_config((config["encoder_layers"], config["decoder_layers"]),
                                       config["encoder_attention_heads"], pre_norm=False,
                                       activation=ACTIVATIONS[config["activation_function"]])
    for side, part, embedding in ((spec.encoder, "encoder", spec.encoder.embeddings[0]),
                                  (spec.decoder, "decoder", spec.decoder.embeddings)):
        embedding.weight = table
        side.scale_embeddings = config["scale_embedding"]
        side.position_encodings.encodings = sinusoids(config["max_position_embeddings"], width)
        for i, layer in enumerate(side.layer):
            put_layer(layer, weights, f"model.{part}.layers.{i}")
    spec.decoder.projection.weight = table
    spec.decoder.projection.bias = weights["final_logits_bias"].reshape(-1)
    words = [tokenizer.id_to_token(i) for i in range(config["vocab_size"])]
    spec.register_source_vocabulary(words)
    spec.register_target_vocabulary(words)
    start = words[config["decoder_start_token_id"]]
    spec.config.decoder_start_token = spec.config.bos_token = start
    spec.config.eos_token, spec.config.unk_token = words[config["eos_token_id"]], "[UNK]"
    spec.config.layer_norm_epsilon = 1e-5
    spec.validate()
    spec.optimize()
    spec.save(target)
    return start


def main():
    flags = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    flags.add_argument("--model", type=Path, required=True)
    flags.add_argument("--file", type=Path, required=True)
    flags.add_argument("--kind", default="float32", help="float32 or int8")
    flags.add_argument("--threads", type=int, default=1)
    flags.add_argument("--rounds", type=int, default=3)
    args = flags.parse_args()
    texts = args.file.read_text(encoding="utf-8").split("\n")[:-1]
    tokenizer = Tokenizer.from_file(str(args.model / "tokenizer.json"))
    with tempfile.TemporaryDirectory() as folder:
        start = convert(args.model, tokenizer, folder)
        translator = ctranslate2.Translator(folder, compute_type=args.kind, inter_threads=1, intra_threads=args.threads)
        seconds = []
        for _ in range(args.rounds + 1):
            begin = time.perf_counter()
            tokens = [encoding.tokens for encoding in tokenizer.encode_batch(texts)]
            results = translator.translate_batch(tokens, beam_size=5, max_batch_size=64, max_decoding_length=64,
                                                 suppress_sequences=[[start]])
            ids = [[tokenizer.token_to_id(token) for token in result.hypotheses[0]] for result in results]
            found = [tokenizer.decode(row) for row in ids]
            seconds.append(time.perf_counter() - begin)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1000
    print(json.dumps({"sentences_per_s": round(len(texts) / statistics.median(seconds[1:]), 1),
                      "peak_memory_mb": round(peak), "translations": found}, ensure_ascii=False))


if __name__ == "__main__":
    main()
