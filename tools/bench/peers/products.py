"""The peer of ../products.mjs: the same products by PyTorch. Prints one line of JSON."""
import argparse
import json
import time

import torch

SHAPES = [
    (2048, 256, 256), (2048, 256, 768), (2048, 256, 1024), (2048, 1024, 256), (2048, 512, 512), (2048, 512, 2048),
    (2048, 2048, 512), (2048, 768, 768), (2048, 768, 3072), (2048, 3072, 768), (307, 256, 8000),
]


def speed(operations, work, limit):
    """GFLOP/s: the median and the best."""
    work()
    seconds, end = [], time.perf_counter() + limit
    while len(seconds) < 5 or time.perf_counter() < end:
        start = time.perf_counter()
        work()
        seconds.append(time.perf_counter() - start)
    seconds.sort()
    return [round(operations / seconds[i] / 1e9) for i in (len(seconds) // 2, 0)]


def main():
    flags = argparse.ArgumentParser()
    flags.add_argument("--seconds", type=float, default=0.3)
    flags.add_argument("--threads", type=int, default=torch.get_num_threads())
    args = flags.parse_args()
    torch.set_num_threads(args.threads)
    products = []
    for rows, inputs, outputs in SHAPES:
        x, dy = torch.randn(rows, inputs), torch.randn(rows, outputs)
        weight = torch.randn(outputs, inputs)
        operations = 2 * rows * inputs * outputs

        def forward():
            return torch.nn.functional.linear(x, weight)

        def both():
            return forward(), dy @ weight, dy.t() @ x

        products.append({"shape": f"{rows} x {inputs} x {outputs}",
                         "forward": speed(operations, forward, args.seconds),
                         "both": speed(3 * operations, both, args.seconds)})
    print(json.dumps({"products": products}))


if __name__ == "__main__":
    main()
