"""The peer of ../training-step.mjs: the same masked-LM step of a BERT in eager PyTorch. Prints one line of JSON.

Post-norm encoder with fused query-key-value projection and scaled_dot_product_attention; dropout on embeddings and on
the outputs of sub-layers; the decoder shares the word embeddings and sees the masked rows alone; fused Adam.
"""
import argparse

import torch
from torch import nn
from torch.nn import functional as F

from timed_steps import report_steps

SHAPES = {
    "bert-mini": dict(layers=4, hidden=256, heads=4, ffn=1024, vocab=8000),
    "bert-small": dict(layers=4, hidden=512, heads=8, ffn=2048, vocab=8000),
    "bert-medium": dict(layers=8, hidden=512, heads=8, ffn=2048, vocab=8000),
}


class EncoderLayer(nn.Module):
    def __init__(self, hidden, heads, ffn, rate):
        super().__init__()
        self.heads, self.rate = heads, rate
        self.qkv, self.context = nn.Linear(hidden, 3 * hidden), nn.Linear(hidden, hidden)
        self.up, self.down = nn.Linear(hidden, ffn), nn.Linear(ffn, hidden)
        self.attention_norm, self.output_norm = nn.LayerNorm(hidden), nn.LayerNorm(hidden)

    def forward(self, x):
        batch, length, hidden = x.shape
        q, k, v = self.qkv(x).view(batch, length, 3, self.heads, -1).permute(2, 0, 3, 1, 4)
        attended = F.scaled_dot_product_attention(q, k, v).transpose(1, 2).reshape(batch, length, hidden)
        x = self.attention_norm(x + F.dropout(self.context(attended), self.rate, self.training))
        return self.output_norm(x + F.dropout(self.down(F.gelu(self.up(x))), self.rate, self.training))


class MaskedLm(nn.Module):
    def __init__(self, layers, hidden, heads, ffn, vocab, rate, positions=512):
        super().__init__()
        self.rate = rate
        self.words, self.places = nn.Embedding(vocab, hidden), nn.Embedding(positions, hidden)
        self.types, self.norm = nn.Embedding(2, hidden), nn.LayerNorm(hidden)
        self.layers = nn.ModuleList(EncoderLayer(hidden, heads, ffn, rate) for _ in range(layers))
        self.transform, self.transform_norm = nn.Linear(hidden, hidden), nn.LayerNorm(hidden)
        self.bias = nn.Parameter(torch.zeros(vocab))
        for parameter in self.parameters():
            if parameter.dim() > 1:
                nn.init.normal_(parameter, std=0.02)

    def forward(self, ids, rows, labels):
        x = self.words(ids) + self.places.weight[: ids.shape[1]] + self.types.weight[0]
        x = F.dropout(self.norm(x), self.rate, self.training)
        for layer in self.layers:
            x = layer(x)
        predicted = self.transform_norm(F.gelu(self.transform(x.flatten(0, 1)[rows])))
        return F.cross_entropy(F.linear(predicted, self.words.weight, self.bias), labels)


def main():
    flags = argparse.ArgumentParser(description=__doc__)
    flags.add_argument("--shape", default="bert-mini", choices=SHAPES)
    flags.add_argument("--batch", type=int, default=32)
    flags.add_argument("--length", type=int, default=64)
    flags.add_argument("--dropout", type=float, default=0.1)
    flags.add_argument("--seconds", type=float, default=5)
    flags.add_argument("--threads", type=int, default=torch.get_num_threads())
    args = flags.parse_args()
    torch.set_num_threads(args.threads)
    torch.manual_seed(1)
    shape = SHAPES[args.shape]
    model = MaskedLm(**shape, rate=args.dropout)
    rows = args.batch * args.length
    ids = torch.randint(shape["vocab"], (args.batch, args.length))
    masked = torch.randperm(rows)[: int(0.15 * rows)]
    labels = torch.randint(shape["vocab"], (len(masked),))
    report_steps(f"{args.shape} {args.batch}x{args.length}", model, (ids, masked, labels), rows, args.seconds)


if __name__ == "__main__":
    main()
