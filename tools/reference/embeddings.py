"""What sentence-transformers makes of the `base` model of each family: see README.md.

    python embeddings.py ../../libs/families/src/families > ../../libs/models/src/fixtures/embeddings.json
"""
import json
import sys
from pathlib import Path

import sentence_transformers
import torch
import transformers
from sentence_transformers.models import Pooling

from families import FAMILIES
from heads import SENTENCES, TYPES
from make import MADE_WITH, inputs

# Pairs of sentences, and how much alike each is said to be
SCORES = [0.25, 0.875]


def rounded(tensor):
    return [float(f"{value:.8g}") for value in tensor.flatten().tolist()]


def answers(folder, prefix):
    model_class = getattr(transformers, prefix + "Model")
    model = model_class.from_pretrained(folder, dtype=torch.float64, attn_implementation="eager").eval()
    pooling = Pooling(16, pooling_mode=list(Pooling.POOLING_MODES))
    rows, vectors = [], []
    for ids, types in zip(SENTENCES, TYPES):
        given, types = inputs(ids, types, model.config)
        with torch.no_grad():
            hidden = model(**given).last_hidden_state
            pooled = pooling(dict(token_embeddings=hidden, attention_mask=given["attention_mask"]))["sentence_embedding"]
        vectors.append(pooled)
        rows.append(dict(ids=ids, types=types, pooled=rounded(pooled), length=float(pooled.norm())))
    cosines = torch.nn.functional.cosine_similarity(torch.cat(vectors[0::2]), torch.cat(vectors[1::2]))
    loss = torch.nn.functional.mse_loss(cosines, torch.tensor(SCORES, dtype=torch.float64))
    return dict(sentences=rows, cosines=rounded(cosines), loss=loss.item())


def main(root):
    made = {"made with": f"sentence-transformers {sentence_transformers.__version__}, {MADE_WITH}",
            "pooling": list(Pooling.POOLING_MODES), "scores": SCORES}
    families = {family: answers(root / family / "fixtures" / "base", prefix) for family, (prefix, _, _) in FAMILIES.items()}
    print(json.dumps(made | dict(families=families)).replace('{"ids"', '\n{"ids"'))


if __name__ == "__main__":
    main(Path(sys.argv[1]))
