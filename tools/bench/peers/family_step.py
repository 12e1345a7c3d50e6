"""The peer of ../family-step.mjs: the same step of the same folder by Transformers' own class in eager PyTorch. Prints one
line of JSON.

Attention is scaled_dot_product_attention where the class has it; sentences fill the batch, so that no mask is needed.
Dropout is the folder's, without that on attention's probabilities, which ours has not.
"""
import argparse
import logging

import torch
from transformers import AutoModelForSequenceClassification

from timed_steps import report_steps


def main():
    flags = argparse.ArgumentParser(description=__doc__)
    flags.add_argument("--folder", required=True)
    flags.add_argument("--batch", type=int, default=32)
    flags.add_argument("--length", type=int, default=64)
    flags.add_argument("--seconds", type=float, default=5)
    flags.add_argument("--threads", type=int, default=torch.get_num_threads())
    args = flags.parse_args()
    torch.set_num_threads(args.threads)
    torch.manual_seed(1)
    logging.disable(logging.WARNING)
    model = AutoModelForSequenceClassification.from_pretrained(args.folder, dtype=torch.float32)
    for module in model.modules():
        if isinstance(getattr(module, "attention_dropout", None), float):
            module.attention_dropout = 0.0
    tokens = args.batch * args.length
    ids = (10 + (7919 * torch.arange(tokens)) % (model.config.vocab_size - 10)).view(args.batch, args.length)
    labels = torch.arange(args.batch) % 2

    def loss(ids, labels):
        return torch.nn.functional.cross_entropy(model(input_ids=ids).logits, labels)

    with torch.no_grad():
        first = loss(ids, labels).item()
    model.train()
    report_steps(f"{args.folder} {args.batch}x{args.length}", loss, (ids, labels), tokens, args.seconds,
                 parameters=model.parameters(), first_loss=first)


if __name__ == "__main__":
    main()
