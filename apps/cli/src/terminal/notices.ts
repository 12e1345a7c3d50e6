import { NOTICE } from '#contracts/light';

/** Leaves the notices of this process to the logs of the jobs, which have them as well: Node would print them in between. */
export function leaveNoticesToJobs(): void {
  const listeners = process.listeners('warning');
  process.removeAllListeners('warning');
  process.on('warning', (warning) => {
    if (warning.name !== NOTICE) listeners.forEach((listener) => listener(warning));
  });
}
