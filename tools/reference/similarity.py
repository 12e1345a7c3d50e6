"""What sentence-transformers' EmbeddingSimilarityEvaluator says of a small model: see README.md.

    python similarity.py ../../libs/families/src/families/bert/fixtures/sentences > ../../libs/evaluation/src/fixtures/similarity.json
"""
import json
import sys

import sentence_transformers
from sentence_transformers import SentenceTransformer
from sentence_transformers.evaluation import EmbeddingSimilarityEvaluator

from make import MADE_WITH

# Rows of a task with scores from 0 to 5, one of them longer than the model's 12 tokens
ROWS = [
    ("the cat sat", "a cat sat", 4.8), ("a dog ran", "dogs run", 3.6), ("cats", "the dog ran , and the cat sat", 1.25),
    ("dogs", "cats", 2.0), ("the cat did not run", "the cat ran", 0.5), ("a dog sat", "a dog did not sit", 1.25),
    ("the cat sat and the dog ran and the cat did not run and a dog sat", "cats and dogs", 2.75), ("run", "run", 5.0),
]


def main(folder):
    model = SentenceTransformer(folder, device="cpu").double()
    first, second, scores = map(list, zip(*ROWS))
    values = EmbeddingSimilarityEvaluator(first, second, scores, write_csv=False)(model)
    embeddings = [model.encode(texts, convert_to_tensor=True) for texts in (first, second)]
    cosines = sentence_transformers.util.pairwise_cos_sim(*embeddings).tolist()
    made = {"made with": f"sentence-transformers {sentence_transformers.__version__}, {MADE_WITH}"}
    print(json.dumps(made | dict(rows=ROWS, cosines=cosines, pearson=values["pearson_cosine"],
                                 spearman=values["spearman_cosine"]), indent=1))


if __name__ == "__main__":
    main(sys.argv[1])
