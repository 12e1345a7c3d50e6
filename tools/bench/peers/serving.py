"""The peer of ../serve.mjs: the same model behind FastAPI and uvicorn by ONNX Runtime and Hugging Face's tokenizers, the
way such a server is usually written: one request, one forward. `--batch` lets requests that come within 2 ms share one,
padded to the longest, at most 32.

The ONNX file is the one that TLC exports. Prints one line of JSON when it listens, and ends when its input does.
"""
import argparse
import asyncio
import json
import os
import sys
import threading
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy
import onnxruntime
import uvicorn
from fastapi import FastAPI
from pydantic import BaseModel
from tokenizers import Tokenizer


class Question(BaseModel):
    text: str


def model_of(folder, threads):
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads, options.inter_op_num_threads = threads, 1
    session = onnxruntime.InferenceSession(str(folder / "model.onnx"), options, providers=["CPUExecutionProvider"])
    tokenizer = Tokenizer.from_file(str(folder / "tokenizer.json"))
    tokenizer.enable_truncation(512)
    tokenizer.enable_padding()
    names = [given.name for given in session.get_inputs()]

    def probabilities(texts):
        encodings = tokenizer.encode_batch(texts)
        inputs = {"input_ids": [one.ids for one in encodings], "attention_mask": [one.attention_mask for one in encodings],
                  "token_type_ids": [one.type_ids for one in encodings]}
        logits = session.run(None, {name: numpy.array(inputs[name], dtype=numpy.int64) for name in names})[0]
        powers = numpy.exp(logits - logits.max(axis=1, keepdims=True))
        return (powers / powers.sum(axis=1, keepdims=True)).tolist()

    return probabilities


def app_of(probabilities, labels, batch):
    app = FastAPI()
    queue = asyncio.Queue()
    pool = ThreadPoolExecutor(1)

    async def batches():
        while True:
            waiting = [await queue.get()]
            await asyncio.sleep(0.002)
            while len(waiting) < 32 and not queue.empty():
                waiting.append(queue.get_nowait())
            loop = asyncio.get_running_loop()
            answers = await loop.run_in_executor(pool, probabilities, [text for text, _ in waiting])
            for (_, future), answer in zip(waiting, answers):
                future.set_result(answer)

    def described(answer):
        best = max(range(len(answer)), key=answer.__getitem__)
        return {"label": labels[best], "probabilities": answer}

    if batch:
        tasks = []

        @app.post("/predict")
        async def predict(question: Question):
            if not tasks:
                tasks.append(asyncio.create_task(batches()))
            future = asyncio.get_running_loop().create_future()
            await queue.put((question.text, future))
            return described(await future)
    else:
        @app.post("/predict")
        def predict(question: Question):
            return described(probabilities([question.text])[0])

    return app


def main():
    flags = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    flags.add_argument("--folder", type=Path, required=True, help="model.onnx, tokenizer.json, config.json")
    flags.add_argument("--port", type=int, required=True)
    flags.add_argument("--batch", action="store_true")
    flags.add_argument("--threads", type=int, default=len(os.sched_getaffinity(0)))
    args = flags.parse_args()
    names = json.loads((args.folder / "config.json").read_text())["id2label"]
    labels = [names[str(i)] for i in range(len(names))]
    app = app_of(model_of(args.folder, args.threads), labels, args.batch)
    server = uvicorn.Server(uvicorn.Config(app, host="127.0.0.1", port=args.port, log_level="warning", access_log=False))

    def end():
        sys.stdin.read()
        server.should_exit = True

    threading.Thread(target=end, daemon=True).start()
    print(json.dumps({"onnxruntime": onnxruntime.__version__}), flush=True)
    server.run()


if __name__ == "__main__":
    main()
