import { describe, expect, it } from 'vitest';
import { readQueryError } from './queryError';

describe('readQueryError', () => {
  it('finds the position and leaves the words', () => {
    const text = 'invalid parameter "query": 1:11: parse error: unexpected ")" in range';
    expect(readQueryError(text, 'rate(up[5m) + foo')).toEqual({
      message: 'Unexpected ")" in range',
      offset: 10,
    });
  });

  it('counts lines', () => {
    expect(readQueryError('2:3: parse error: no', 'sum(\nupp')).toEqual({
      message: 'No',
      offset: 7,
    });
  });

  it('may point just behind the end, where something is missing', () => {
    expect(readQueryError('1:4: parse error: unclosed', 'up{').offset).toBe(3);
  });

  it.each(['9:1: parse error: x', '1:99: parse error: x', '0:0: parse error: x'])(
    'does not trust a position outside the query: %s',
    (text) => {
      expect(readQueryError(text, 'up')).toEqual({ message: 'X' });
    },
  );

  it('leaves other errors alone', () => {
    expect(readQueryError('query timed out in expression evaluation', 'up')).toEqual({
      message: 'Query timed out in expression evaluation',
    });
  });
});
