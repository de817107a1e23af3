import type { JSX } from 'preact';
import { chooseTheme, useTheme, type ThemeChoice } from './theme';

const NEXT: Readonly<Record<ThemeChoice, ThemeChoice>> = {
  auto: 'light',
  light: 'dark',
  dark: 'auto',
};
const NAMES: Readonly<Record<ThemeChoice, string>> = { auto: 'Auto', light: 'Light', dark: 'Dark' };

/** Outlines of half a disc, the sun, and the moon. */
const SHAPES: Readonly<Record<ThemeChoice, string>> = {
  auto: 'M8 2a6 6 0 1 0 0 12A6 6 0 0 0 8 2zM8 2v12M10 2.500v11M12 3.600v8.800',
  light:
    'M8 1v1.600M8 13.400V15M15 8h-1.600M2.600 8H1M12.950 3.050l-1.150 1.150' +
    'M4.200 11.800l-1.150 1.150' +
    'M12.950 12.950l-1.150-1.150M4.200 4.200 3.050 3.050M11 8a3 3 0 1 1-6 0 3 3 0 0 1 6 0z',
  dark: 'M13.500 10A6 6 0 0 1 6 2.500a6 6 0 1 0 7.500 7.500z',
};

/** Switches between the system's theme, light and dark. */
export function ThemeButton(): JSX.Element {
  const { choice } = useTheme();
  const next = NEXT[choice];
  const text = `Theme: ${NAMES[choice]}. Switch to ${NAMES[next]}.`;
  return (
    <button
      type="button"
      class="theme"
      aria-label={text}
      title={text}
      onClick={() => chooseTheme(next)}
    >
      <svg viewBox="0 0 16 16" width="16" height="16" aria-hidden="true">
        <path
          d={SHAPES[choice]}
          fill="none"
          stroke="currentColor"
          stroke-width="1.5"
          stroke-linecap="round"
        />
      </svg>
      <span>{NAMES[choice]}</span>
    </button>
  );
}
