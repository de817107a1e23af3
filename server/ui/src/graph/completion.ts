import { FUNCTIONS } from './functions';

/** One line of the completion list. */
export interface Completion {
  readonly text: string;
  readonly kind: 'metric' | 'function' | 'keyword';
  /** What to insert; functions bring their opening parenthesis. */
  readonly insert: string;
  /** One line of explanation; may be empty. */
  readonly detail: string;
}

/** The identifier that ends at the caret. */
export interface Word {
  readonly start: number;
  readonly text: string;
}

const MAX_SHOWN = 40;
const KEYWORDS = [
  'by',
  'without',
  'on',
  'ignoring',
  'group_left',
  'group_right',
  'and',
  'or',
  'unless',
  'offset',
  'bool',
];

/** What a parenthesis follows when it holds label names. */
const LABEL_LIST = /\b(by|without|on|ignoring|group_left|group_right)\s*$/i;

/**
 * The word to complete, or undefined where no name can stand: inside a quoted text, the braces of a
 * selector, a range such as `[5m`, a comment, or a list of labels after `by` and its like.
 */
export function wordAt(expression: string, caret: number): Word | undefined {
  const before = expression.slice(0, caret);
  const open: string[] = [];
  let quote = '';
  for (let i = 0; i < before.length; i++) {
    const c = before.charAt(i);
    if (quote !== '') {
      if (c === '\\' && quote !== '`') i++;
      else if (c === quote) quote = '';
    } else if (c === '"' || c === "'" || c === '`') quote = c;
    else if (c === '{' || c === '[') open.push(c);
    else if (c === '(') open.push(LABEL_LIST.test(before.slice(0, i)) ? 'labels' : c);
    else if (c === '}' || c === ']' || c === ')') open.pop();
    else if (c === '#') {
      i = before.indexOf('\n', i);
      if (i < 0) return undefined;
    }
  }
  const place = open.at(-1);
  if (quote !== '' || (place !== undefined && place !== '(')) return undefined;
  const text = /[a-zA-Z_:][a-zA-Z0-9_:]*$/.exec(before)?.[0] ?? '';
  const start = caret - text.length;
  // `5m` is a number with a unit, not a name.
  return start > 0 && /[0-9.]/.test(expression.charAt(start - 1)) ? undefined : { start, text };
}

/** Completions for what was typed, best first. */
export function complete(
  typed: string,
  metrics: readonly string[],
  describe: (metric: string) => string = () => '',
): Completion[] {
  const needle = typed.toLowerCase();
  const found: { completion: Completion; rank: number }[] = [];
  const add = (text: string, kind: Completion['kind'], insert: string, detail: string): void => {
    const rank = rankOf(text, needle);
    if (rank !== undefined) found.push({ completion: { text, kind, insert, detail }, rank });
  };
  for (const [name, detail] of FUNCTIONS) add(name, 'function', `${name}(`, detail);
  if (needle.length > 0) for (const name of KEYWORDS) add(name, 'keyword', name, '');
  for (const name of metrics) add(name, 'metric', name, '');
  return found
    .sort((a, b) => a.rank - b.rank || order(a.completion, b.completion))
    .slice(0, MAX_SHOWN)
    .map(({ completion }) =>
      completion.kind === 'metric'
        ? { ...completion, detail: describe(completion.text) }
        : completion,
    );
}

/**
 * Smaller is better; undefined when the name does not match. From best: the name itself, its
 * beginning, the beginning of a part, anywhere, the typed parts in this order (`mem_av`), first
 * letters of parts (`ncst`). With nothing typed everything matches alike.
 */
export function rankOf(name: string, needle: string): number | undefined {
  const text = name.toLowerCase();
  if (needle === '' || text === needle) return 0;
  if (text.startsWith(needle)) return 1;
  const at = text.indexOf(needle);
  if (at > 0) return text.includes(`_${needle}`) || text.includes(`:${needle}`) ? 2 : 3;
  if (needle.length < 3) return undefined;
  if (inOrder(text, needle.split(/[_:]+/))) return 4;
  return initials(name).startsWith(needle) ? 5 : undefined;
}

function inOrder(text: string, parts: readonly string[]): boolean {
  let from = 0;
  for (const part of parts) {
    const at = text.indexOf(part, from);
    if (at < 0) return false;
    from = at + part.length;
  }
  return parts.length > 1;
}

/**
 * First letters of the parts of a name; `node_memory_MemFree` has the parts node, memory, Mem,
 * Free.
 */
function initials(name: string): string {
  return (name.match(/(?:^|[_:])[a-zA-Z]|[a-z][A-Z]/g) ?? [])
    .map((hit) => hit.slice(-1))
    .join('')
    .toLowerCase();
}

const KIND_ORDER = { metric: 0, function: 1, keyword: 2 } as const;

function order(a: Completion, b: Completion): number {
  return (
    KIND_ORDER[a.kind] - KIND_ORDER[b.kind] || (a.text < b.text ? -1 : a.text > b.text ? 1 : 0)
  );
}

/** The text and caret after a completion replaced the word that ends at the caret. */
export function insertCompletion(
  text: string,
  start: number,
  caret: number,
  item: Completion,
): { readonly text: string; readonly caret: number } {
  // Before an existing parenthesis a function brings none, and the caret goes inside.
  const opened = text.charAt(caret) === '(' && item.insert.endsWith('(');
  const insert = opened ? item.insert.slice(0, -1) : item.insert;
  return {
    text: text.slice(0, start) + insert + text.slice(caret),
    caret: start + insert.length + (opened ? 1 : 0),
  };
}
