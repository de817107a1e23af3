import { describe, expect, it } from 'vitest';
import { isolated, layOut, summarise } from './chartData';

describe('layOut', () => {
  it('leaves a gap where a sample is missing or not a number', () => {
    const values = [
      [100, '1'],
      [110, 'NaN'],
      [130, '4'],
      [140, '+Inf'],
    ] as const;
    const { times, rows } = layOut([{ metric: {}, values }], { start: 100, end: 140 }, 10);
    expect(times).toEqual([100, 110, 120, 130, 140]);
    expect(rows).toEqual([[1, null, null, 4, null]]);
  });

  it('drops what lies outside the grid and survives rounding of times', () => {
    const values = [
      [0.2999999, '3'],
      [9, '9'],
    ] as const;
    expect(layOut([{ metric: {}, values }], { start: 0, end: 0.5 }, 0.1).rows).toEqual([
      [null, null, null, 3, null, null],
    ]);
  });

  it('takes a series of histograms as empty', () => {
    expect(layOut([{ metric: {} }], { start: 0, end: 1 }, 1).rows).toEqual([[null, null]]);
  });
});

describe('isolated', () => {
  it('finds samples that no line would show', () => {
    expect(isolated([1, null, 2, 3, null, null, 4])).toEqual([0, 6]);
    expect(isolated([5])).toEqual([0]);
    expect(isolated([null, 1, 2])).toEqual([]);
  });
});

describe('summarise', () => {
  it('ignores gaps', () => {
    expect(summarise([null, 2, 4, null])).toEqual({ last: 4, min: 2, max: 4, avg: 3 });
  });

  it('has nothing to say about an empty row', () => {
    expect(summarise([null])).toBeUndefined();
  });
});
