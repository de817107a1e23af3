// Ties the committed bundle to its sources: dist/SOURCE.sha256 holds one hash over everything that
// the bundle is made from.
//
//   node scripts/source-hash.mjs            print the hash of the sources
//   node scripts/source-hash.mjs --write    store it (the last step of `npm run build`)
//   node scripts/source-hash.mjs --check    exit 1 when the bundle is older than the sources
//
// The algorithm, so that a build without Node can repeat it (root: server/ui):
//   1. Files: every regular file under src/ (recursively), and index.html, package.json,
//      package-lock.json, tsconfig.json, vite.config.ts.
//   2. Paths are relative to the root, with '/' between folders, printable ASCII without spaces,
//      and sorted as whole texts by code unit (String.compareTo in Java, LC_ALL=C sort in a shell).
//   3. A file counts without carriage returns: every byte 0x0D is dropped, so that a checkout with
//      CRLF gives the same.
//   4. One line per file: lower-case hex SHA-256 of those bytes, two spaces, path, line feed.
//   5. The hash is the lower-case hex SHA-256 of all these lines together, in UTF-8.
//   6. SOURCE.sha256 holds that hash and one line feed, nothing else.
// With LF in the working tree a shell gives the same:
//   { find src -type f
//     printf '%s\n' index.html package.json package-lock.json tsconfig.json vite.config.ts
//   } | LC_ALL=C sort | xargs sha256sum | sha256sum
import { createHash } from 'node:crypto';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const stored = join(root, 'dist', 'SOURCE.sha256');
const single = [
  'index.html',
  'package.json',
  'package-lock.json',
  'tsconfig.json',
  'vite.config.ts',
];

/** Every file below a folder, as paths relative to the root with '/' as separator. */
function filesUnder(folder) {
  return readdirSync(join(root, folder), { withFileTypes: true }).flatMap((entry) => {
    const path = `${folder}/${entry.name}`;
    return entry.isDirectory() ? filesUnder(path) : [path];
  });
}

const sha256 = (data) => createHash('sha256').update(data).digest('hex');

function sourceHash() {
  const paths = [...filesUnder('src'), ...single].sort((a, b) => (a < b ? -1 : a > b ? 1 : 0));
  const strange = paths.find((path) => !/^[\x21-\x7e]+$/.test(path));
  if (strange !== undefined) {
    throw new Error(
      `source paths must be printable ASCII without spaces, found ${JSON.stringify(strange)}`,
    );
  }
  const lines = paths.map(
    (path) =>
      `${sha256(readFileSync(join(root, path)).filter((byte) => byte !== 0x0d))}  ${path}\n`,
  );
  return sha256(lines.join(''));
}

const actual = sourceHash();
if (process.argv[2] === '--write') {
  writeFileSync(stored, `${actual}\n`);
} else if (process.argv[2] === '--check') {
  const expected = readFileSync(stored, 'utf8').trim();
  if (expected !== actual) {
    console.error(`server/ui/dist is stale: built from ${expected}, sources are ${actual}.`);
    console.error('Remedy: cd server/ui && npm ci && npm run build, then commit dist.');
    process.exit(1);
  }
} else {
  console.log(actual);
}
