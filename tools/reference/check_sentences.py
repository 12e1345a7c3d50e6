"""Checks that sentence-transformers reads folders that TLC wrote, and makes the vectors of their expected.json.

    python check_sentences.py ../../libs/families/src/families/bert/fixtures COPIES
"""
import json
import sys
from pathlib import Path

import torch
from sentence_transformers import SentenceTransformer


def main(fixtures, copies):
    failed = 0
    for path in sorted(fixtures.glob("sentences*/expected.json")):
        expected = json.loads(path.read_text())["sentences"]
        model = SentenceTransformer(str(copies / path.parent.name), device="cpu").double()
        given = model.encode([row["text"] for row in expected], convert_to_tensor=True)
        wanted = torch.tensor([row["embedding"] for row in expected], dtype=torch.float64)
        error = (given - wanted).abs().max().item()
        failed += not error < 1e-6
        print(path.parent.name, error, model.max_seq_length, [type(module).__name__ for module in model])
    sys.exit(failed > 0)


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
