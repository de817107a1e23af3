import { useState } from 'preact/hooks';
import { complete, wordAt, type Completion } from './completion';
import type { Names } from './useNames';

/**
 * The open list: its items, the word they replace, and the chosen one (-1 until an arrow key was
 * pressed).
 */
export interface OpenList {
  readonly items: readonly Completion[];
  readonly start: number;
  readonly chosen: number;
}

export interface CompletionState {
  readonly open: OpenList | undefined;
  /** Opens the list for the word at the caret; with `always` also when nothing is typed yet. */
  readonly suggest: (text: string, caret: number, always: boolean) => void;
  /** Chooses the next (1) or previous (-1) item, around the ends. */
  readonly move: (by: 1 | -1) => void;
  readonly close: () => void;
}

/** The list of completions below the query box. */
export function useCompletion(names: Names): CompletionState {
  const [open, setOpen] = useState<OpenList | undefined>();
  const close = (): void => setOpen(undefined);
  const suggest = (text: string, caret: number, always: boolean): void => {
    const word = wordAt(text, caret);
    if (word === undefined || (word.text === '' && !always)) return close();
    const items = complete(word.text, names.metrics ?? [], names.describe);
    const done = items.length === 1 && items[0]?.text === word.text;
    setOpen(items.length === 0 || done ? undefined : { items, start: word.start, chosen: -1 });
  };
  const move = (by: 1 | -1): void => {
    if (open === undefined) return;
    const count = open.items.length;
    const from = open.chosen < 0 && by < 0 ? count : open.chosen;
    setOpen({ ...open, chosen: (from + by + count) % count });
  };
  return { open, suggest, move, close };
}
