import { describe, expect, it } from 'vitest';
import { axisLabels, compactNumber, formatBytes } from './number';

describe('compactNumber', () => {
  it.each([
    [0, '0'],
    [-0, '0'],
    [1, '1'],
    [0.05, '0.05'],
    [0.123456, '0.1235'],
    [999.94, '999.9'],
    [999.96, '1k'],
    [1234, '1.234k'],
    [999_999, '1M'],
    [66_090_000, '66.09M'],
    [-2.5e9, '-2.5G'],
    [3.1e-7, '3.1e-7'],
    [4.2e30, '4.2e30'],
    [NaN, 'NaN'],
    [Infinity, '+Inf'],
    [-Infinity, '-Inf'],
  ])('writes %d as %s', (value, text) => {
    expect(compactNumber(value)).toBe(text);
  });
});

describe('axisLabels', () => {
  it('gives all ticks the same decimals', () => {
    expect(axisLabels([0, 0.5, 1, 1.5])).toEqual(['0', '0.5', '1.0', '1.5']);
  });

  it('gives all ticks the same unit', () => {
    expect(axisLabels([0, 500_000, 1_000_000])).toEqual(['0', '0.5M', '1.0M']);
  });

  it('keeps neighbours apart when they differ far behind the unit', () => {
    const labels = axisLabels([1_000_000_001, 1_000_000_002, 1_000_000_003]);
    expect(new Set(labels).size).toBe(3);
  });

  it('keeps very small ticks readable', () => {
    expect(axisLabels([0, 1e-7, 2e-7])).toEqual(['0', '1e-7', '2e-7']);
  });

  it('survives a single tick', () => {
    expect(axisLabels([42])).toEqual(['42']);
  });
});

describe('formatBytes', () => {
  it.each([
    [0, '0 B'],
    [512, '512 B'],
    [64_382_566, '61.4 MiB'],
    [80 * 1024 * 1024, '80 MiB'],
    [1.5 * 1024 ** 4, '1.5 TiB'],
  ])('writes %d as %s', (bytes, text) => {
    expect(formatBytes(bytes)).toBe(text);
  });
});
