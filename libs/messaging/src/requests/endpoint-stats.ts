/** What an endpoint has done since it was opened. */
export class EndpointStats {
  requests = 0;
  errors = 0;
  lastError = '';
  nanoseconds = 0;

  /** Counts an answer.
   * @param milliseconds that it took
   * @param error its code, where it was one */
  count(milliseconds: number, error?: string): void {
    this.requests += 1;
    this.nanoseconds += Math.round(milliseconds * 1e6);
    if (error === undefined) return;
    this.errors += 1;
    this.lastError = error;
  }
}
