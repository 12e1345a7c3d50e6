import type { Measure } from '#contracts';

/** 5,273,090 → `5.27 M` */
export function count(value: number): string {
  return scaled(value, ['', ' k', ' M', ' G']);
}

/** In decimal units: 2,130,000 → `2.13 MB` */
export function bytes(value: number): string {
  return scaled(value, [' B', ' kB', ' MB', ' GB', ' TB']);
}

function scaled(value: number, units: readonly string[]): string {
  let unit = 0;
  let rest = value;
  while (rest >= 999.5 && unit < units.length - 1) {
    rest /= 1000;
    unit += 1;
  }
  return `${unit === 0 ? String(Math.round(rest)) : rest.toPrecision(3)}${units[unit]}`;
}

/** 75 → `1 min 15 s` */
export function duration(seconds: number): string {
  if (seconds < 10) return `${seconds.toFixed(1)} s`;
  if (seconds < 60) return `${Math.round(seconds)} s`;
  const whole = Math.round(seconds);
  const [hours, minutes, rest] = [Math.floor(whole / 3600), Math.floor(whole / 60) % 60, whole % 60];
  return hours > 0 ? `${hours} h ${minutes} min` : `${minutes} min${rest > 0 ? ` ${rest} s` : ''}`;
}

/** Measures that are shares are shown in percent. */
const SHARES = ['accuracy', 'f1', 'onnx_agreement', 'onnx_accuracy'];

/** A measure as tables show it: `80.28 %`, `0.624 ms`, `0.513`. */
export function measured({ name, value, unit }: Measure): string {
  if (SHARES.includes(name)) return `${(100 * value).toFixed(2)} %`;
  if (unit === 'bytes') return bytes(value);
  if (name === 'parameters') return count(value);
  if (unit !== undefined) return `${value.toPrecision(3)} ${unit}`;
  return ['bleu', 'bleu_lowercase', 'chrf', 'ter'].includes(name) ? value.toFixed(2) : value.toFixed(4);
}

/** Whether a measure is a share of its samples, whose sampling error is that of a proportion. */
export const isShare = ({ name }: Measure): boolean => name === 'accuracy';
