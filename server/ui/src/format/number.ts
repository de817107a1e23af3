/** Numbers for axes, legends and headers. The table shows a sample's exact text instead. */

const LARGE = ['', 'k', 'M', 'G', 'T', 'P', 'E'] as const;
const BINARY = ['B', 'KiB', 'MiB', 'GiB', 'TiB', 'PiB'] as const;

/**
 * A sample in at most `digits` significant digits: `1.234k`, `0.05`, `3.1e-7`. Small numbers keep
 * plain decimals rather than SI prefixes, since `3m` would read as three minutes.
 */
export function compactNumber(value: number, digits = 4): string {
  if (Number.isNaN(value)) return 'NaN';
  if (!Number.isFinite(value)) return value > 0 ? '+Inf' : '-Inf';
  const size = Math.abs(value);
  if (size === 0) return '0';
  if (size < 1e-4 || size >= 1e21)
    return tidyExponent(value.toExponential(Math.max(0, digits - 2)));
  if (size < 1000) {
    const rounded = Number(value.toPrecision(digits));
    if (Math.abs(rounded) < 1000) return String(rounded);
  }
  let power = Math.min(LARGE.length - 1, Math.floor(Math.log10(size) / 3));
  let scaled = Number((value / 1000 ** power).toPrecision(digits));
  if (Math.abs(scaled) >= 1000 && power < LARGE.length - 1) {
    power += 1;
    scaled = Number((value / 1000 ** power).toPrecision(digits));
  }
  return `${scaled}${LARGE[power] ?? ''}`;
}

/** The labels of an axis: all in the same unit and with the decimals that tell neighbours apart. */
export function axisLabels(ticks: readonly number[]): string[] {
  const largest = ticks.reduce((max, tick) => Math.max(max, Math.abs(tick)), 0);
  const increment = ticks.length > 1 ? Math.abs((ticks[1] ?? 0) - (ticks[0] ?? 0)) : largest;
  if (largest === 0 || increment === 0) return ticks.map((tick) => compactNumber(tick));
  if (largest < 1e-3 || largest >= 1e21) return ticks.map((tick) => compactNumber(tick, 3));
  const power =
    largest < 1000 ? 0 : Math.min(LARGE.length - 1, Math.floor(Math.log10(largest) / 3));
  const unit = 1000 ** power;
  const decimals = decimalsOf(increment / unit);
  if (decimals > 4 && power > 0) return ticks.map((tick) => plain(tick, decimalsOf(increment)));
  return ticks.map((tick) =>
    tick === 0 ? '0' : `${(tick / unit).toFixed(decimals)}${LARGE[power] ?? ''}`,
  );
}

/** A size in bytes with binary units, three significant digits: `61.4 MiB`. */
export function formatBytes(bytes: number): string {
  const power = bytes < 1 ? 0 : Math.min(BINARY.length - 1, Math.floor(Math.log2(bytes) / 10));
  const scaled = bytes / 1024 ** power;
  const digits = power === 0 || scaled >= 100 ? 0 : 1;
  return `${scaled.toFixed(digits).replace(/\.0$/, '')} ${BINARY[power] ?? 'B'}`;
}

/** Decimals needed to write a step of the axis without rounding it: 0.25 needs two. */
function decimalsOf(step: number): number {
  for (let decimals = 0; decimals < 12; decimals++) {
    const scaled = step * 10 ** decimals;
    if (scaled > 0.5 && Math.abs(scaled - Math.round(scaled)) < 1e-6 * scaled) return decimals;
  }
  return 12;
}

function plain(value: number, decimals: number): string {
  return value.toLocaleString('en-US', {
    minimumFractionDigits: decimals,
    maximumFractionDigits: decimals,
  });
}

function tidyExponent(text: string): string {
  return text.replace(/\.?0*e\+?/, 'e');
}
