import { heldTo } from '#artifacts';
import { openObservations } from '#observations';
import { predictCandidate } from '../candidates/predict.js';
import { shapesOf } from '../candidates/shapes.js';
import { weightBytes } from '../candidates/weight-bytes.js';
import { chosenDocument } from '../documents/chosen.js';
import { leftForTraining, pilotDocument, pilotSeconds, startDocument } from '../documents/pilot.js';
import { mostEpochs, type Subject } from '../documents/steps.js';
import { pastObservations } from '../past-observations.js';
import { readPilot } from '../pilot-results.js';
import { fitQuality } from '../quality/quality-model.js';
import { shippedObservations } from '../quality/shipped.js';
import { namedStart, startModel } from '../start-model.js';
import type { Asked, Surroundings, Unknown, Way } from './way.js';

/** Models that are made of a pre-trained one.
 * @throws TlcError those of startModel, readPilot and the planner */
export async function preTrainedWay(asked: Asked, { planner, store, limits }: Surroundings): Promise<Way | Unknown> {
  const { path, folder, look, metric } = asked;
  const request = { ...asked.request, from: namedStart(asked.request.from, folder) };
  const fetching = startDocument({ path, request });
  const resolved = await planner.resolve({ text: fetching, folder, fresh: false });
  const start = await heldTo(limits?.(), () => startModel(resolved, store));
  if (!start) return { first: { stage: 'start', pipeline: fetching, seconds: 30 } };

  const subject: Subject = { path, look, metric, request, start };
  const document = pilotDocument(subject);
  const steps = await planner.resolve({ text: document, folder, fresh: false });
  if (!steps.steps.every(({ cached }) => cached)) {
    return { first: { stage: 'pilot', pipeline: document, seconds: pilotSeconds(request, 1) } };
  }
  const pilot = await readPilot(steps, store, subject);
  const idOf = (name: string) => steps.steps.find((step) => step.name === name)!.job.id;
  const like = { start: idOf('start'), tuned: idOf('tuned'), metric, pilot };
  const past = pastObservations(await openObservations(store).list(), like);
  const prospects = {
    pilot,
    quality: fitQuality([...shippedObservations(), ...past, ...pilot.observations]),
    layers: start.layers,
    seconds: leftForTraining(request),
    epochs: mostEpochs(look.rows.train),
  };
  const shapes = shapesOf(start, look);
  const bytesOf = await weightBytes(subject, pilot, shapes, planner);
  return {
    candidates: shapes.flatMap((shape) => {
      const bytes = bytesOf(shape);
      return bytes === undefined ? [] : [predictCandidate(shape, bytes, prospects)];
    }),
    startBytes: start.bytes,
    trainRows: pilot.trainRows,
    hasLearned: pilot.hasLearned,
    says: ({ vocabulary }) => [
      `The ${vocabulary.toLocaleString('en')} word pieces keep ${(100 * pilot.covered(vocabulary)).toFixed(1)} % of the text's tokens whole.`,
      ...(past.length > 0
        ? [
            `${past.length} earlier ${past.length === 1 ? 'measurement' : 'measurements'} on these data ${past.length === 1 ? 'is' : 'are'} taken into account.`,
          ]
        : []),
    ],
    documentOf: (choice) => chosenDocument(subject, choice),
  };
}
