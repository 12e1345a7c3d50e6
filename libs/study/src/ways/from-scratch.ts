import { BITS } from '../candidates/shapes.js';
import { leftForTraining, pilotSeconds } from '../documents/pilot.js';
import type { Subject } from '../documents/steps.js';
import { scratchCandidates } from '../scratch/candidates.js';
import { scratchDocument, scratchPilotDocument, scratchSizesDocument } from '../scratch/documents.js';
import { scratchStart } from '../scratch/ladder.js';
import { readScratchPilot } from '../scratch/results.js';
import type { Asked, Surroundings, Unknown, Way } from './way.js';

/** New models, which learn from the data alone.
 * @throws TlcError those of readScratchPilot and the planner */
export async function fromScratchWay(asked: Asked, { planner, store }: Surroundings): Promise<Way | Unknown> {
  const { folder, look, request } = asked;
  const subject: Subject = { ...asked, start: scratchStart(look) };
  const document = scratchPilotDocument(subject);
  const steps = await planner.resolve({ text: document, folder, fresh: false });
  if (!steps.steps.every(({ cached }) => cached)) {
    return { first: { stage: 'pilot', pipeline: document, seconds: pilotSeconds(request, 1) } };
  }
  const pilot = await readScratchPilot(steps, store, subject);
  const { document: sizes, stepOf } = scratchSizesDocument(subject, BITS);
  const { estimates } = await planner.forecast(await planner.resolve({ pipeline: sizes, folder, fresh: false }));
  const weightBytes = (layers: number, bits: number) => estimates.get(stepOf(layers, bits))?.bytes;
  return {
    candidates: scratchCandidates(pilot, weightBytes, leftForTraining(request)),
    startBytes: Infinity,
    trainRows: pilot.trainRows,
    hasLearned: pilot.hasLearned,
    says: ({ scratch }) => [
      scratch!.pretrain_share > 0
        ? `Of a new model, ${Math.round(100 * scratch!.pretrain_share)} % of the seconds go to learning the text alone.`
        : 'A new model that learns the task at once is expected to be better than one that learns the text first.',
    ],
    documentOf: (choice) => scratchDocument(subject, choice),
  };
}
