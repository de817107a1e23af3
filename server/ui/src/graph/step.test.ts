import { describe, expect, it } from 'vitest';
import { chooseStep, MAX_POINTS, queryGrid } from './step';

describe('chooseStep', () => {
  it.each([
    [300, 1200, 1],
    [3600, 1200, 5],
    [3600, 350, 15],
    [86_400, 1200, 120],
    [604_800, 1200, 600],
  ])('of %d s on %d pixels is %d s', (range, pixels, step) => {
    expect(chooseStep(range, pixels)).toBe(step);
  });

  it('is never under a second', () => {
    expect(chooseStep(1, 4000)).toBe(1);
  });

  it('never asks for more points than a server answers', () => {
    for (let range = 1; range < 1e10; range = Math.ceil(range * 1.37)) {
      const step = chooseStep(range, 100_000);
      expect(range / step + 1).toBeLessThanOrEqual(MAX_POINTS);
    }
  });
});

describe('queryGrid', () => {
  it('lies on multiples of a fine step, so that a refresh keeps the points', () => {
    expect(queryGrid({ start: 103, end: 163 }, 5)).toEqual({ start: 105, end: 160 });
  });

  it('ends exactly at the end for a coarse step, so that new data is seen', () => {
    expect(queryGrid({ start: 0, end: 1234 }, 600)).toEqual({ start: 34, end: 1234 });
  });

  it('has one point when the step is longer than the range', () => {
    expect(queryGrid({ start: 100, end: 110 }, 600)).toEqual({ start: 110, end: 110 });
  });
});
