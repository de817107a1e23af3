import { describe, expect, it } from 'vitest';
import { formatDuration, parseDuration, roughDuration } from './duration';

describe('parseDuration', () => {
  it.each([
    ['5m', 300],
    ['1h30m', 5400],
    ['2w', 1_209_600],
    ['1y2w3d4h5m6s7ms', 31_536_000 + 1_209_600 + 259_200 + 14_400 + 300 + 6.007],
    [' 90 ', 90],
    ['0.5', 0.5],
  ])('reads %s as %d seconds', (text, seconds) => {
    expect(parseDuration(text)).toBeCloseTo(seconds, 6);
  });

  it.each(['', 'm', '5x', '-5m', '5m1h', '1.5h', '5 m'])('refuses %j', (text) => {
    expect(parseDuration(text)).toBeUndefined();
  });
});

describe('formatDuration', () => {
  it.each([
    [0, '0s'],
    [5400, '1h30m'],
    [604_800, '7d'],
    [252, '4m12s'],
    [0.25, '250ms'],
  ])('writes %d as %s', (seconds, text) => {
    expect(formatDuration(seconds)).toBe(text);
  });

  it('is undone by parseDuration for any whole number of milliseconds', () => {
    for (let millis = 1; millis < 1e10; millis = Math.ceil(millis * 3.7)) {
      expect(parseDuration(formatDuration(millis / 1000))).toBeCloseTo(millis / 1000, 6);
    }
  });
});

describe('roughDuration', () => {
  it.each([
    [0, '0 s'],
    [0.0004, '<1 ms'],
    [0.0032, '3.2 ms'],
    [0.0261, '26 ms'],
    [0.9999, '1 s'],
    [3.24, '3.2 s'],
    [9.96, '10 s'],
    [59.7, '1 min'],
    [61, '1 min 1 s'],
    [3599.6, '1 h'],
    [3661, '1 h 1 min'],
    [90_000, '1 d 1 h'],
    [-3, '0 s'],
  ])('says %d s as %s', (seconds, text) => {
    expect(roughDuration(seconds)).toBe(text);
  });
});
