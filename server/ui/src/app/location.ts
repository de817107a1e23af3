import { useEffect, useState } from 'preact/hooks';

export type Page = 'graph' | 'targets' | 'alerts';

const PAGES: Readonly<Record<string, Page>> = {
  '': 'graph',
  graph: 'graph',
  targets: 'targets',
  alerts: 'alerts',
};

/** The page that a path opens: its last segment decides, so that a path prefix does not matter. */
export function pageOf(pathname: string): Page | undefined {
  return PAGES[pathname.slice(pathname.lastIndexOf('/') + 1)];
}

const listeners = new Set<() => void>();
window.addEventListener('popstate', () => listeners.forEach((listener) => listener()));

/** Goes to a page's path and search text (`graph?g0.expr=up`) without loading it anew. */
export function navigate(to: string, mode: 'push' | 'replace' = 'push'): void {
  if (new URL(to, location.href).href === location.href) return;
  if (mode === 'push') history.pushState(null, '', to);
  else history.replaceState(null, '', to);
  listeners.forEach((listener) => listener());
}

/** The current path and search text; renders again when they change. */
export function useLocation(): { readonly pathname: string; readonly search: string } {
  const [value, setValue] = useState({ pathname: location.pathname, search: location.search });
  useEffect(() => {
    const listener = (): void => setValue({ pathname: location.pathname, search: location.search });
    listeners.add(listener);
    return () => void listeners.delete(listener);
  }, []);
  return value;
}

/**
 * For links inside the application: a plain click stays on the page, all others do what the browser
 * does.
 */
export function followLink(event: MouseEvent): void {
  if (
    event.defaultPrevented ||
    event.button !== 0 ||
    event.metaKey ||
    event.ctrlKey ||
    event.shiftKey ||
    event.altKey
  )
    return;
  const link = (event.currentTarget as HTMLAnchorElement).getAttribute('href');
  if (link === null) return;
  event.preventDefault();
  navigate(link);
}
