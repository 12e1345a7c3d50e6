"""The peer of ../classify.mjs: the same model and sentences by Transformers in eager PyTorch, or by ONNX Runtime.

Batches are padded to their longest sentence and have a mask; `--order length` takes sentences of like length together,
which is the best that padding can do, `file` as they come. The ONNX file is torch.onnx's, with free batch and length, and
all of ONNX Runtime's optimizations. Prints one line of JSON.
"""
import argparse
import json
import logging
import resource
import statistics
import time
import warnings
from pathlib import Path

import numpy
import torch
from transformers import AutoModelForSequenceClassification
from transformers.utils import logging as transformers_logging


def padded(lists, order, size):
    """Batches as (rows, ids, mask), int64."""
    places = sorted(range(len(lists)), key=lambda i: len(lists[i])) if order == "length" else range(len(lists))
    for at in range(0, len(lists), size):
        rows = list(places[at:at + size])
        ids = numpy.zeros((len(rows), max(len(lists[row]) for row in rows)), dtype=numpy.int64)
        mask = numpy.zeros_like(ids)
        for i, row in enumerate(rows):
            ids[i, :len(lists[row])] = lists[row]
            mask[i, :len(lists[row])] = 1
        yield rows, ids, mask


def by_torch(model):
    @torch.inference_mode()
    def logits(ids, mask):
        return model(input_ids=torch.from_numpy(ids), attention_mask=torch.from_numpy(mask)).logits.numpy()

    return logits


def by_onnxruntime(model, folder, threads):
    import onnxruntime

    path = folder / "model.onnx"
    if not path.exists():
        names = ["input_ids", "attention_mask"]
        inputs = {name: torch.ones(2, 16, dtype=torch.long) for name in names}
        torch.onnx.export(model, (), str(path), kwargs=inputs, input_names=names, output_names=["logits"], dynamo=True,
                          external_data=False, verbose=False,
                          dynamic_shapes={name: {0: "batch", 1: "length"} for name in names})
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads, options.inter_op_num_threads = threads, 1
    session = onnxruntime.InferenceSession(str(path), options, providers=["CPUExecutionProvider"])
    return lambda ids, mask: session.run(None, {"input_ids": ids, "attention_mask": mask})[0]


def main():
    flags = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    flags.add_argument("--folder", type=Path, required=True, help="what ../classify.mjs --prepare wrote")
    flags.add_argument("--runtime", default="transformers", choices=["transformers", "onnxruntime"])
    flags.add_argument("--order", default="file", choices=["file", "length"])
    flags.add_argument("--batch", type=int, default=32)
    flags.add_argument("--seconds", type=float, default=4)
    flags.add_argument("--threads", type=int, default=torch.get_num_threads())
    args = flags.parse_args()
    warnings.filterwarnings("ignore")
    transformers_logging.disable_progress_bar()
    transformers_logging.set_verbosity_error()
    logging.disable(logging.WARNING)
    torch.set_num_threads(args.threads)
    lists = json.loads((args.folder / "sentences.json").read_text())
    model = AutoModelForSequenceClassification.from_pretrained(args.folder).eval()
    logits = by_torch(model) if args.runtime == "transformers" else by_onnxruntime(model, args.folder, args.threads)

    def once():
        answers = numpy.zeros((len(lists), 2), dtype=numpy.float32)
        for rows, ids, mask in padded(lists, args.order, args.batch):
            answers[rows] = logits(ids, mask)
        return answers

    answers = once()
    seconds, end = [], time.perf_counter() + args.seconds
    while len(seconds) < 3 or time.perf_counter() < end:
        start = time.perf_counter()
        once()
        seconds.append(time.perf_counter() - start)
    print(json.dumps({
        "runtime": args.runtime, "order": args.order, "batch": args.batch, "torch": torch.__version__,
        "sentences_per_s": round(len(lists) / statistics.median(seconds)), "runs": len(seconds),
        "peak_memory_mb": round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1000),
        "logits": [float(value) for value in answers.flatten()[:64]],
    }))


if __name__ == "__main__":
    main()
