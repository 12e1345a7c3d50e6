import { TlcError } from '#contracts';
import { count, dimensions, familyOf, layerParts, type ModelConfig } from '#families';
import type { MatchConfig } from './config.js';
import { layerMap } from './layer-map.js';

/** That the states of a student can be compared with a teacher's as `match` says.
 * @param student its config, cut to its layers
 * @throws TlcError PLUGIN_REFUSED with the sizes that are apart */
export function checkMatch(config: MatchConfig, student: ModelConfig, teacher: ModelConfig): void {
  const [own, wanted] = [student, teacher].map((model) => checkEncoder(model));
  if (familyOf(student) !== familyOf(teacher))
    throw refused(`the teacher is of the family ${familyOf(teacher).id}, the student of ${familyOf(student).id}`);
  if (own.layers > wanted.layers)
    throw refused(`the student has ${own.layers} layers, more than the ${wanted.layers} of the teacher`);
  CHECKS[config.by](config, student, teacher);
}

type Check = (config: MatchConfig, student: ModelConfig, teacher: ModelConfig) => void;

const CHECKS: Readonly<Record<MatchConfig['by'], Check>> = {
  patient(_, student, teacher) {
    const [own, wanted] = [student, teacher].map(dimensions);
    if (own.layers === 1) throw refused('a student of one layer has none before its last, whose states it compares');
    if (own.hidden !== wanted.hidden)
      throw refused(`hidden states have ${own.hidden} numbers, those of the teacher ${wanted.hidden}`);
  },
  tinybert({ map }, student, teacher) {
    const [own, wanted] = [student, teacher].map(layerParts);
    layerMap(own.length, wanted.length, map).forEach((layer, i) => {
      const [mine, theirs] = [own[i].heads, wanted[layer - 1].heads];
      if (mine === theirs) return;
      throw refused(`the student’s layer ${i + 1} has ${mine} heads, the teacher’s layer ${layer} ${theirs}`);
    });
  },
  minilm({ layer, relation_heads: asked }, student, teacher) {
    const [own, wanted] = [student, teacher].map(layerParts);
    if (layer !== undefined && layer > wanted.length)
      throw refused(`match.layer is ${layer}, and the teacher has ${wanted.length} layers`);
    const [mine, theirs] = [own.at(-1)!, wanted[(layer ?? wanted.length) - 1]];
    const heads = asked ?? mine.heads;
    const widths = [mine, theirs].map((part) => part.heads * part.headSize);
    const uneven = widths.find((width) => width % heads !== 0);
    if (uneven !== undefined)
      throw refused(`attention is ${uneven} wide, which ${heads} heads do not divide evenly; set match.relation_heads`);
  },
};

/** Encoders whose layers come one by one, and nothing after them. */
function checkEncoder(config: ModelConfig) {
  const family = familyOf(config);
  if (family.decode) throw refused(`${family.title} has a decoder, whose states are not compared`);
  if (count(config, { kind: 'none' }).layers.some(({ again }) => again !== undefined))
    throw refused('reversible layers keep no states to compare');
  return dimensions(config);
}

const refused = (reason: string) => new TlcError('PLUGIN_REFUSED', `match: ${reason}`);
