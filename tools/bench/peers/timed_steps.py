"""What the benchmarks of a training step share: its optimizer, its time and the line of JSON that tells of it."""
import json
import resource
import statistics
import time

import torch


def report_steps(case, model, inputs, tokens, seconds, parameters=None, **figures):
    """Trains for three steps and then for `seconds`.

    `model(*inputs)` is the loss, `tokens` are those of a step, `parameters` are the model's where it is not a module, and
    `figures` are told beside the times.
    """
    optimizer = torch.optim.Adam(parameters or model.parameters(), 1e-4, betas=(0.9, 0.98), fused=True)

    def step():
        optimizer.zero_grad(set_to_none=True)
        loss = model(*inputs)
        loss.backward()
        optimizer.step()
        return loss.item()

    for _ in range(3):
        step()
    times, end = [], time.perf_counter() + seconds
    processor = time.process_time()
    while len(times) < 5 or time.perf_counter() < end:
        start = time.perf_counter()
        step()
        times.append(1000 * (time.perf_counter() - start))
    processor = 1000 * (time.process_time() - processor) / len(times)
    median = statistics.median(times)
    print(json.dumps({
        "case": case, "torch": torch.__version__, **figures,
        "median_ms": round(median, 3), "min_ms": round(min(times), 3), "runs": len(times),
        "processor_ms": round(processor),
        "tokens_per_second": round(1000 * tokens / median),
        "peak_memory_mb": round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1000),
    }))
