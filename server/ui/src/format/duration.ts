/** Durations as Prometheus writes them (`1h30m`), in seconds. */

const UNITS: readonly (readonly [string, number])[] = [
  ['y', 365 * 86400],
  ['w', 7 * 86400],
  ['d', 86400],
  ['h', 3600],
  ['m', 60],
  ['s', 1],
  ['ms', 0.001],
];

const DURATION = /^(?:(\d+)y)?(?:(\d+)w)?(?:(\d+)d)?(?:(\d+)h)?(?:(\d+)m)?(?:(\d+)s)?(?:(\d+)ms)?$/;

/**
 * Seconds of a Prometheus duration, or undefined when the text is none. A bare number counts as
 * seconds.
 */
export function parseDuration(text: string): number | undefined {
  const trimmed = text.trim();
  if (/^\d+(\.\d+)?$/.test(trimmed)) return Number(trimmed);
  const match = trimmed === '' ? null : DURATION.exec(trimmed);
  if (match === null) return undefined;
  const seconds = UNITS.reduce((sum, [, size], i) => sum + Number(match[i + 1] ?? 0) * size, 0);
  return Number.isFinite(seconds) ? seconds : undefined;
}

/**
 * The shortest exact spelling of a duration: 5400 gives `1h30m`. Years and weeks are not used, as
 * nobody says 1w of a retention of 7d.
 */
export function formatDuration(seconds: number): string {
  let rest = Math.round(seconds * 1000);
  if (rest <= 0) return '0s';
  let out = '';
  for (const [name, size] of UNITS.slice(2)) {
    const count = Math.floor(rest / (size * 1000));
    if (count > 0) out += `${count}${name}`;
    rest -= count * size * 1000;
  }
  return out;
}

/**
 * A duration for reading at a glance: at most two units, and fractions below ten seconds (`3.2 s`,
 * `1 h 4 min`).
 */
export function roughDuration(seconds: number): string {
  const s = Math.max(0, seconds);
  if (s < 0.001) return s === 0 ? '0 s' : '<1 ms';
  if (s < 0.9995) return `${trim(s * 1000, s < 0.00995 ? 1 : 0)} ms`;
  if (s < 9.95) return `${trim(s, 1)} s`;
  if (s < 59.5) return `${Math.round(s)} s`;
  return twoUnits(Math.round(s));
}

function twoUnits(s: number): string {
  const [big, bigName, small, smallName] =
    s < 3600
      ? ([60, 'min', 1, 's'] as const)
      : s < 86400
        ? ([3600, 'h', 60, 'min'] as const)
        : ([86400, 'd', 3600, 'h'] as const);
  const whole = Math.floor(s / big);
  const rest = Math.floor((s % big) / small);
  return rest === 0 ? `${whole} ${bigName}` : `${whole} ${bigName} ${rest} ${smallName}`;
}

function trim(value: number, digits: number): string {
  return value.toFixed(digits).replace(/\.0+$/, '');
}
