/** How many points a server answers at most for one series. */
export const MAX_POINTS = 11_000;

/** Steps that a reader recognises, in seconds. */
const STEPS = [
  1, 2, 5, 10, 15, 20, 30, 60, 120, 300, 600, 900, 1200, 1800, 3600, 7200, 10_800, 21_600, 43_200,
  86_400,
] as const;

/**
 * The round step, in seconds, that gives about one point per pixel, never under 1 s nor over
 * `MAX_POINTS` points.
 */
export function chooseStep(rangeSeconds: number, pixels: number): number {
  const points = Math.min(MAX_POINTS - 1, Math.max(50, pixels));
  const wanted = rangeSeconds / points;
  return STEPS.find((step) => step >= wanted) ?? Math.ceil(wanted / 86_400) * 86_400;
}

/** Start and end of a range query, in seconds. */
export interface Span {
  readonly start: number;
  readonly end: number;
}

/**
 * The times at which a range is evaluated. Up to one minute they are multiples of the step, so that
 * a refreshing graph keeps its points; a coarser grid ends exactly at the end, so that a young
 * server's few minutes are not missed.
 */
export function queryGrid(span: Span, step: number): Span {
  const end = step <= 60 ? Math.floor(span.end / step) * step : span.end;
  const count = Math.floor((end - span.start) / step + 1e-9);
  return { start: end - Math.max(0, count) * step, end };
}
