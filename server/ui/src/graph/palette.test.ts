import { describe, expect, it } from 'vitest';
import css from '../style/base.css?raw';
import { ColourBook, INK, LINES, lineStyle, PANEL, type Theme } from './palette';

const THEMES: readonly Theme[] = ['light', 'dark'];

/** Relative luminance and contrast as WCAG 2.1 defines them. */
function luminance(hex: string): number {
  const [r = 0, g = 0, b = 0] = [1, 3, 5].map((at) => {
    const c = parseInt(hex.slice(at, at + 2), 16) / 255;
    return c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
}

function contrast(a: string, b: string): number {
  const [dark = 0, light = 0] = [luminance(a), luminance(b)].sort((x, y) => x - y);
  return (light + 0.05) / (dark + 0.05);
}

describe.each(THEMES)('the %s palette', (theme) => {
  it.each(LINES[theme])('%s stands out from the panel', (colour) => {
    expect(contrast(colour, PANEL[theme])).toBeGreaterThanOrEqual(3);
  });

  it('has readable axis labels', () => {
    expect(contrast(INK[theme].text, PANEL[theme])).toBeGreaterThanOrEqual(4.5);
  });

  it('is drawn on the panel colour of the style sheet', () => {
    expect(css).toContain(`--panel: light-dark(${PANEL.light}, ${PANEL.dark});`);
  });
});

describe('lineStyle', () => {
  it('tells forty series apart', () => {
    const styles = Array.from({ length: 40 }, (_, slot) =>
      JSON.stringify(lineStyle(slot, 'light')),
    );
    expect(new Set(styles).size).toBe(40);
  });
});

describe('ColourBook', () => {
  it('keeps the slot of a series while others come and go', () => {
    const book = new ColourBook();
    expect(book.assign(['a', 'b', 'c'])).toEqual([0, 1, 2]);
    expect(book.assign(['c', 'new', 'a'])).toEqual([2, 1, 0]);
    expect(book.assign(['c'])).toEqual([2]);
    expect(book.assign(['a', 'c'])).toEqual([0, 2]);
  });
});
