"""The peer of ../translation-step.mjs: the same step of an encoder-decoder in eager PyTorch. Prints one line of JSON.

Post-norm, 4 + 4 layers, ReLU; fused projections (query-key-value, and key-value of the encoder's states for cross
attention) and scaled_dot_product_attention; sinusoidal positions; one embedding for source, target and output; dropout on
embeddings and on the outputs of sub-layers; label smoothing; fused Adam. The source has a mask of its
padding, as any batch of translation has; here all sentences have the same length.
"""
import argparse
import math

import torch
from torch import nn
from torch.nn import functional as F

from timed_steps import report_steps

LAYERS, HIDDEN, HEADS, INNER, WORDS = 4, 128, 4, 256, 10_000
PADDING = 0


def heads_of(x, parts):
    """[batch, length, parts x hidden] as `parts` tensors [batch, heads, length, hidden of a head]."""
    batch, length, _ = x.shape
    return x.view(batch, length, parts, HEADS, -1).permute(2, 0, 3, 1, 4)


def together(x):
    return x.transpose(1, 2).flatten(2)


class Layer(nn.Module):
    def __init__(self, rate, crosses):
        super().__init__()
        self.rate, self.crosses = rate, crosses
        self.qkv, self.out, self.norm1 = nn.Linear(HIDDEN, 3 * HIDDEN), nn.Linear(HIDDEN, HIDDEN), nn.LayerNorm(HIDDEN)
        self.up, self.down, self.norm3 = nn.Linear(HIDDEN, INNER), nn.Linear(INNER, HIDDEN), nn.LayerNorm(HIDDEN)
        if crosses:
            self.q, self.kv = nn.Linear(HIDDEN, HIDDEN), nn.Linear(HIDDEN, 2 * HIDDEN)
            self.cross, self.norm2 = nn.Linear(HIDDEN, HIDDEN), nn.LayerNorm(HIDDEN)

    def added(self, x, made, norm):
        return norm(x + F.dropout(made, self.rate, self.training))

    def forward(self, x, mask, memory=None):
        seen = {"is_causal": True} if self.crosses else {"attn_mask": mask}
        own = F.scaled_dot_product_attention(*heads_of(self.qkv(x), 3), **seen)
        x = self.added(x, self.out(together(own)), self.norm1)
        if self.crosses:
            keys = heads_of(self.kv(memory), 2)
            crossed = F.scaled_dot_product_attention(*heads_of(self.q(x), 1), *keys, attn_mask=mask)
            x = self.added(x, self.cross(together(crossed)), self.norm2)
        return self.added(x, self.down(F.relu(self.up(x))), self.norm3)


class Translator(nn.Module):
    def __init__(self, rate, longest):
        super().__init__()
        self.rate = rate
        self.words = nn.Embedding(WORDS, HIDDEN)
        self.encoder = nn.ModuleList(Layer(rate, False) for _ in range(LAYERS))
        self.decoder = nn.ModuleList(Layer(rate, True) for _ in range(LAYERS))
        frequencies = 10_000.0 ** (-torch.arange(HIDDEN // 2) / (HIDDEN // 2 - 1))
        angles = torch.arange(longest)[:, None] * frequencies
        self.register_buffer("positions", torch.cat([angles.sin(), angles.cos()], dim=1))
        for parameter in self.parameters():
            if parameter.dim() > 1:
                nn.init.normal_(parameter, std=HIDDEN**-0.5)

    def embedded(self, ids):
        return F.dropout(self.words(ids) * math.sqrt(HIDDEN) + self.positions, self.rate, self.training)

    def forward(self, source, target, labels):
        mask = (source != PADDING)[:, None, None, :]
        memory = self.embedded(source)
        for layer in self.encoder:
            memory = layer(memory, mask)
        x = self.embedded(target)
        for layer in self.decoder:
            x = layer(x, mask, memory)
        logits = F.linear(x.flatten(0, 1), self.words.weight)
        return F.cross_entropy(logits, labels.flatten(), label_smoothing=0.1)


def main():
    flags = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    flags.add_argument("--pairs", type=int, default=292)
    flags.add_argument("--length", type=int, default=14)
    flags.add_argument("--dropout", type=float, default=0.3)
    flags.add_argument("--seconds", type=float, default=5)
    flags.add_argument("--threads", type=int, default=torch.get_num_threads())
    args = flags.parse_args()
    torch.set_num_threads(args.threads)
    torch.manual_seed(1)
    model = Translator(args.dropout, args.length)
    source, target, labels = (torch.randint(1, WORDS, (args.pairs, args.length)) for _ in range(3))
    report_steps(f"nmt-tiny {args.pairs}x{args.length}", model, (source, target, labels), args.pairs * args.length, args.seconds)


if __name__ == "__main__":
    main()
