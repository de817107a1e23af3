import { defineConfig } from 'vitest/config';

declare const process: { env: Record<string, string | undefined> };

/** The server that `npm run dev` shows: any Goldcrest or Prometheus. */
const server = process.env['GOLDCREST_URL'] ?? 'http://127.0.0.1:9090';
const proxy = { '/api': server, '/-': server };

export default defineConfig({
  // Relative, so that the bundle also works behind a proxy that adds a path prefix.
  base: './',
  oxc: { jsx: { runtime: 'automatic', importSource: 'preact' } },
  build: {
    target: 'es2022',
    // The first ones with light-dark(), which the style sheet is made of.
    cssTarget: ['chrome123', 'firefox120', 'safari17.5'],
    // A data: URL would need a hole in the Content-Security-Policy.
    assetsInlineLimit: 0,
    // The MIT licences of what is bundled want their text to travel with it.
    license: { fileName: 'LICENSES.md' },
    modulePreload: { polyfill: false },
    reportCompressedSize: false,
  },
  server: { proxy },
  preview: { proxy },
  test: { include: ['src/**/*.test.ts'], environment: 'node', css: true },
});
