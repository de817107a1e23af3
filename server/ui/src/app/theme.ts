import { useEffect, useState } from 'preact/hooks';
import type { Theme } from '../graph/palette';

/** What the reader chose; `auto` follows the system. */
export type ThemeChoice = 'auto' | 'light' | 'dark';

const KEY = 'goldcrest.theme';
const system = matchMedia('(prefers-color-scheme: dark)');
const listeners = new Set<() => void>();
let choice: ThemeChoice = stored();

system.addEventListener('change', () => listeners.forEach((listener) => listener()));
apply();

function stored(): ThemeChoice {
  try {
    const text = localStorage.getItem(KEY);
    return text === 'light' || text === 'dark' ? text : 'auto';
  } catch {
    return 'auto'; // Storage may be forbidden; then the choice lives as long as the page.
  }
}

function apply(): void {
  if (choice === 'auto') delete document.documentElement.dataset['theme'];
  else document.documentElement.dataset['theme'] = choice;
}

export function chooseTheme(next: ThemeChoice): void {
  choice = next;
  try {
    if (next === 'auto') localStorage.removeItem(KEY);
    else localStorage.setItem(KEY, next);
  } catch {
    // See stored().
  }
  apply();
  listeners.forEach((listener) => listener());
}

const effective = (): Theme => (choice === 'auto' ? (system.matches ? 'dark' : 'light') : choice);

/** The choice, and the theme that it gives now; canvases need the latter. */
export function useTheme(): { readonly choice: ThemeChoice; readonly theme: Theme } {
  const [value, setValue] = useState({ choice, theme: effective() });
  useEffect(() => {
    const listener = (): void => setValue({ choice, theme: effective() });
    listeners.add(listener);
    return () => void listeners.delete(listener);
  }, []);
  return value;
}
