"""The peer of ../layer-times.mjs: a layer of Transformers' ModernBERT and DeBERTa-v2 in eager PyTorch, forward and with
all gradients. A layer's time is half of what a model of three takes more than a model of one. Prints one line of JSON.
"""
import argparse
import json
import statistics
import time

import torch
import transformers
from transformers import DebertaV2Config, DebertaV2Model, ModernBertConfig, ModernBertModel

SIZES = dict(vocab_size=1000, hidden_size=768, num_attention_heads=12, pad_token_id=0)


def modernbert(layers, local):
    # The first of so many layers is global; where all but it are local, what three take more than one is local
    config = ModernBertConfig(**SIZES, num_hidden_layers=layers, intermediate_size=1152,
                              global_attn_every_n_layers=1000 if local else 1, bos_token_id=1, eos_token_id=2,
                              cls_token_id=1, sep_token_id=2, attn_implementation="sdpa")
    return ModernBertModel(config)


def deberta(layers):
    config = DebertaV2Config(**SIZES, num_hidden_layers=layers, intermediate_size=3072, hidden_dropout_prob=0,
                             attention_probs_dropout_prob=0, relative_attention=True, position_buckets=256,
                             norm_rel_ebd="layer_norm", share_att_key=True, pos_att_type="p2c|c2p",
                             position_biased_input=False, type_vocab_size=0, max_position_embeddings=512)
    return DebertaV2Model(config)


MODELS = {
    "ModernBERT-base, global layer": lambda layers: modernbert(layers, False),
    "ModernBERT-base, local layer": lambda layers: modernbert(layers, True),
    "DeBERTa-v3-small, layer": deberta,
}


def times(model, sentences, length, repeats):
    """Medians of milliseconds, of forward and of both passes, and the processor's of both."""
    model.train()
    ids = torch.randint(5, 900, (sentences, length))
    measured = []
    for _ in range(repeats + 1):
        start, used = time.perf_counter(), time.process_time()
        y = model(input_ids=ids, attention_mask=torch.ones_like(ids)).last_hidden_state
        middle = time.perf_counter()
        y.sum().backward()
        measured.append((middle - start, time.perf_counter() - start, time.process_time() - used))
        model.zero_grad(set_to_none=True)
    return [1000 * statistics.median(each) for each in zip(*measured[1:])]


def main():
    flags = argparse.ArgumentParser(description=__doc__)
    flags.add_argument("--sentences", type=int, default=8)
    flags.add_argument("--length", type=int, default=512)
    flags.add_argument("--repeats", type=int, default=3)
    flags.add_argument("--threads", type=int, default=0)
    given = flags.parse_args()
    torch.manual_seed(0)
    if given.threads:
        torch.set_num_threads(given.threads)
    results = {}
    for name, make in MODELS.items():
        one, three = [times(make(layers), given.sentences, given.length, given.repeats) for layers in (1, 3)]
        forward, both, processor = [(b - a) / 2 for a, b in zip(one, three)]
        results[name] = dict(forward=dict(ms=forward), both=dict(ms=both, cpuMs=processor))
    versions = dict(torch=torch.__version__, transformers=transformers.__version__)
    print(json.dumps(dict(sentences=given.sentences, length=given.length, threads=torch.get_num_threads(),
                          versions=versions, results=results)))


main()
