/** All services in this process, as `tlc up` has them; it ends with the process that forked it. TLC_NATS_URL and
 * TLC_HOME say where. */
import { findOperations } from '#jobs';
import { createSlots } from '#runtime';

const { services } = await findOperations();

process.on('disconnect', () => process.exit());
const slots = createSlots(1);
// A tenth of the default: the job of a killed process is given to the next one soon.
const ackWaitMs = 3000;
for (const name of [...services, 'pipelines', 'serving']) {
  const { start } = await import(`#apps/${name}`);
  await start({ slots, ackWaitMs });
}
process.send?.('ready');
