export type Theme = 'light' | 'dark';

/**
 * Colours of lines. The same position is the same hue in both themes, neighbours differ in hue and
 * in lightness (the first eight after Okabe and Ito, who chose them for colour-blind readers), and
 * each has at least 3:1 against the panel it is drawn on.
 */
export const LINES: Readonly<Record<Theme, readonly string[]>> = {
  light: [
    '#0068b3',
    '#c95000',
    '#00805a',
    '#b5478a',
    '#7a6a00',
    '#5b3fb8',
    '#c22a2a',
    '#1789a8',
    '#6b4a2b',
    '#5a6472',
  ],
  dark: [
    '#5ab0f7',
    '#ff9d4d',
    '#35c796',
    '#ee92c6',
    '#e3cf3d',
    '#a996ff',
    '#ff7d7d',
    '#62d4ef',
    '#d0a47c',
    '#a9b4c4',
  ],
};

/** Backgrounds that the lines are drawn on; the style sheet's `--panel` has the same values. */
export const PANEL: Readonly<Record<Theme, string>> = { light: '#ffffff', dark: '#181b21' };

const DASHES: readonly (readonly number[])[] = [[], [7, 4], [2, 3], [10, 3, 2, 3]];

/** How a series is drawn; after all colours are used they come again with a dash. */
export function lineStyle(
  slot: number,
  theme: Theme,
): { readonly colour: string; readonly dash: readonly number[] } {
  const colours = LINES[theme];
  return {
    colour: colours[slot % colours.length] ?? '#888888',
    dash: DASHES[Math.floor(slot / colours.length) % DASHES.length] ?? [],
  };
}

/**
 * Remembers which series has which slot, so that a line keeps its colour while others come and go.
 */
export class ColourBook {
  private slots = new Map<string, number>();

  /** Slots for the series of one result; those no longer present give theirs back. */
  assign(keys: readonly string[]): number[] {
    const kept = new Map<string, number>();
    for (const key of keys) {
      const slot = this.slots.get(key);
      if (slot !== undefined) kept.set(key, slot);
    }
    const taken = new Set(kept.values());
    let next = 0;
    for (const key of keys) {
      if (kept.has(key)) continue;
      while (taken.has(next)) next++;
      kept.set(key, next);
      taken.add(next);
    }
    this.slots = kept;
    return keys.map((key) => kept.get(key) ?? 0);
  }
}

/** Axis text and grid lines. */
export const INK: Readonly<Record<Theme, { readonly text: string; readonly grid: string }>> = {
  light: { text: '#5a616e', grid: '#ebe9e4' },
  dark: { text: '#9aa3b2', grid: '#272b33' },
};
