import type { Random } from '#engine';
import { dimensions, type Model } from '#models';
import type { MatchConfig } from './config.js';
import type { Matching } from './matching.js';
import { minilm } from './minilm.js';
import { patient } from './patient.js';
import { tinybert } from './tinybert.js';

/** How a student's states are compared with its teacher's, which `checkTeacher` has seen that they can be.
 * @param random of what is trained beside the student */
export function matchingOf(config: MatchConfig, student: Model, teacher: Model, random: Random): Matching {
  const [own, wanted] = [student, teacher].map((model) => dimensions(model.config));
  const depths = { student: own.layers, teacher: wanted.layers };
  switch (config.by) {
    case 'patient':
      return patient(config, depths);
    case 'tinybert':
      return tinybert(config, depths, { student: own.hidden, teacher: wanted.hidden }, random);
    case 'minilm':
      return minilm(config, depths);
  }
}
