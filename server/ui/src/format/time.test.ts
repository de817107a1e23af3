import { describe, expect, it } from 'vitest';
import { ago, parseLocalInput, parseRfc3339, parseUtcText, toLocalInput, toUtcText } from './time';

describe('parseUtcText', () => {
  it('is undone by toUtcText', () => {
    expect(parseUtcText('2026-11-20 18:55:27')).toBe(1_795_200_927);
    expect(toUtcText(1_795_200_927)).toBe('2026-11-20 18:55:27');
  });

  it('accepts a T and a time without seconds', () => {
    expect(parseUtcText('2026-11-20T18:55')).toBe(1_795_200_900);
  });

  it.each(['', 'now', '2026-13-01 00:00:00', '2026-02-30 00:00:00', '2026-11-20'])(
    'refuses %j',
    (text) => {
      expect(parseUtcText(text)).toBeUndefined();
    },
  );
});

describe('toLocalInput', () => {
  it('is undone by parseLocalInput in the zone of the reader', () => {
    expect(parseLocalInput(toLocalInput(1_795_200_927))).toBe(1_795_200_927);
  });

  it('is not read when incomplete', () => {
    expect(parseLocalInput('')).toBeUndefined();
  });
});

describe('ago', () => {
  it('says never for a target that was not scraped', () => {
    expect(ago(parseRfc3339('0001-01-01T00:00:00Z'), 1000)).toBe('never');
  });

  it('does not show a future when the clocks differ a little', () => {
    expect(ago(1001, 1000)).toBe('just now');
  });

  it('counts whole seconds', () => {
    expect(ago(1000, 1003.9)).toBe('3 s ago');
  });
});
