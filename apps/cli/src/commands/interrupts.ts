/** Calls back on Ctrl-C (and SIGTERM): `first` once, `again` from then on. Returns a function that stops listening. */
export function listenToInterrupts(callbacks: { first(): void; again(): void }): () => void {
  let count = 0;
  const interrupted = () => {
    count += 1;
    if (count === 1) callbacks.first();
    else callbacks.again();
  };
  const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;
  for (const signal of signals) process.on(signal, interrupted);
  return () => {
    for (const signal of signals) process.off(signal, interrupted);
  };
}
