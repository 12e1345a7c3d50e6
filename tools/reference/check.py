"""Checks that Transformers reads folders and answers as their expected.json says: those of a fixture that TLC read and
wrote again, under the same path.

    python check.py ../../libs/families/src/families COPIES [family ...]
"""
import json
import sys
from pathlib import Path

import torch

from heads import HEADS
from make import inputs
from own import class_named


def largest_error(folder, expected):
    model_class = class_named(expected["class"])
    model, info = model_class.from_pretrained(
        folder, dtype=torch.float64, attn_implementation="eager", output_loading_info=True)
    if any(info.values()):
        return f"{info}"
    model.eval()
    head = HEADS.get(expected["head"])
    worst = 0.0
    for i, row in enumerate(expected["sentences"]):
        given, _ = inputs(row["ids"], row["types"], model.config)
        with torch.no_grad():
            output = model(**given, **(head.arguments(i) if model.config.is_encoder_decoder else {}))
        found = output.last_hidden_state if head is None else head.answer(i, output)[1]
        wanted = torch.tensor(row["hidden" if head is None else "logits"], dtype=torch.float64)
        worst = max(worst, (found.flatten() - wanted).abs().max().item())
    return worst


def main(fixtures, copies, families):
    failed = 0
    for path in sorted(fixtures.glob("*/fixtures/*/expected.json")):
        expected = json.loads(path.read_text())
        name = path.parent.relative_to(fixtures)
        if "class" not in expected or (families and name.parts[0] not in families):
            continue
        copy = copies / name
        error = largest_error(copy, expected) if copy.exists() else "is not there"
        is_good = isinstance(error, float) and error < 1e-6
        failed += not is_good
        print(name, error)
    sys.exit(failed > 0)


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]), sys.argv[3:])
