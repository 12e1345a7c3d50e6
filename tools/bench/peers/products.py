"""The peer of ../products.mjs: the same products by PyTorch and by NumPy's OpenBLAS. Prints one line of JSON.

`--shapes` lists rows, inputs and outputs of each; figures are GFLOP/s of x Wᵀ, dy W and dyᵀ x, the median of the calls,
into memory that is there already.
"""
import argparse
import json
import time

import numpy
import torch


def speed(operations, work, limit):
    work()
    seconds, end = [], time.perf_counter() + limit
    while len(seconds) < 5 or time.perf_counter() < end:
        start = time.perf_counter()
        work()
        seconds.append(time.perf_counter() - start)
    return round(operations / sorted(seconds)[len(seconds) // 2] / 1e9, 1)


def three(multiply, transposed, made, sizes, limit):
    """Speeds of the three products by `multiply(a, b, out)` over matrices that `made(rows, columns)` gives."""
    rows, inputs, outputs = sizes
    x, weight, dy = made(rows, inputs), made(outputs, inputs), made(rows, outputs)
    y, dx, dweight = made(rows, outputs), made(rows, inputs), made(outputs, inputs)
    operations = 2 * rows * inputs * outputs
    return [speed(operations, lambda a=a, b=b, c=c: multiply(a, b, c), limit) for a, b, c in
            ((x, transposed(weight), y), (dy, weight, dx), (transposed(dy), x, dweight))]


def main():
    flags = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    flags.add_argument("--shapes", required=True, help="such as 2048x256x256,2048x256x768")
    flags.add_argument("--seconds", type=float, default=0.3)
    flags.add_argument("--threads", type=int, default=torch.get_num_threads())
    flags.add_argument("--libraries", nargs="+", default=["PyTorch", "OpenBLAS"], choices=["PyTorch", "OpenBLAS"])
    args = flags.parse_args()
    torch.set_num_threads(args.threads)
    generator = numpy.random.default_rng(1)
    libraries = {
        "PyTorch": (lambda a, b, c: torch.mm(a, b, out=c), torch.t, torch.randn),
        "OpenBLAS": (lambda a, b, c: numpy.matmul(a, b, out=c), numpy.transpose,
                     lambda *shape: generator.standard_normal(shape, dtype=numpy.float32)),
    }
    shapes = [tuple(map(int, shape.split("x"))) for shape in args.shapes.split(",")]
    print(json.dumps({name: [three(*libraries[name], shape, args.seconds) for shape in shapes]
                      for name in args.libraries}))


if __name__ == "__main__":
    main()
