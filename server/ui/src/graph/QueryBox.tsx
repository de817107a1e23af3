import type { JSX } from 'preact';
import { useEffect, useLayoutEffect, useRef, useState } from 'preact/hooks';
import { insertCompletion, type Completion } from './completion';
import { CompletionList, optionId } from './CompletionList';
import { useCompletion, type CompletionState } from './useCompletion';
import type { Names } from './useNames';

interface Props {
  readonly expr: string;
  readonly names: Names;
  readonly running: boolean;
  readonly onRun: (expr: string) => void;
}

/**
 * The PromQL box. Enter runs the query unless an arrow key has chosen a completion, so that a short
 * name is never replaced behind the reader's back; Tab always takes the best completion.
 */
export function QueryBox({ expr, names, running, onRun }: Props): JSX.Element {
  const [draft, setDraft] = useState(expr);
  const box = useRef<HTMLTextAreaElement>(null);
  const caret = useRef<number | undefined>(undefined);
  const list = useCompletion(names);
  useEffect(() => setDraft(expr), [expr]);
  useEffect(() => box.current?.focus({ preventScroll: true }), []);
  useLayoutEffect(() => {
    if (box.current === null) return;
    fitHeight(box.current);
    if (caret.current !== undefined) box.current.setSelectionRange(caret.current, caret.current);
    caret.current = undefined;
  }, [draft]);

  const take = (item: Completion): void => {
    if (box.current === null || list.open === undefined) return;
    const next = insertCompletion(draft, list.open.start, box.current.selectionStart, item);
    caret.current = next.caret;
    setDraft(next.text);
    list.close();
  };
  const run = (): void => {
    list.close();
    onRun(draft.trim());
  };
  const onKeyDown = (e: KeyboardEvent): void => {
    if (e.isComposing) return;
    if (listKey(e, list, take)) e.preventDefault();
    else if (e.key === 'Enter' && !e.shiftKey) {
      e.preventDefault();
      run();
    } else if (e.key === ' ' && e.ctrlKey) {
      e.preventDefault();
      list.suggest(draft, box.current?.selectionStart ?? draft.length, true);
    }
  };
  const onSubmit = (e: Event): void => {
    e.preventDefault();
    run();
  };
  return (
    <form class="query" role="search" onSubmit={onSubmit}>
      <div class="query-box">
        <textarea
          ref={box}
          value={draft}
          {...BOX}
          {...openAttributes(list)}
          onInput={({ currentTarget: { value, selectionStart } }) => {
            setDraft(value);
            list.suggest(value, selectionStart, false);
          }}
          onKeyDown={onKeyDown}
          onBlur={list.close}
        />
        {list.open !== undefined && (
          <CompletionList items={list.open.items} chosen={list.open.chosen} onTake={take} />
        )}
      </div>
      <button type="submit" class="primary" aria-busy={running}>
        Run
      </button>
    </form>
  );
}

const BOX = {
  rows: 1,
  spellcheck: false,
  autocomplete: 'off',
  autocapitalize: 'off',
  placeholder: 'PromQL, for example: up',
  'aria-label': 'PromQL query',
  'aria-autocomplete': 'list',
  'aria-haspopup': 'listbox',
} as const;

function openAttributes({ open }: CompletionState): Readonly<Record<string, string>> {
  if (open === undefined) return {};
  const chosen = open.chosen < 0 ? {} : { 'aria-activedescendant': optionId(open.chosen) };
  return { 'aria-controls': 'completions', ...chosen };
}

/** Does what a key means to the open list; false when it means nothing to it. */
function listKey(
  e: KeyboardEvent,
  list: CompletionState,
  take: (item: Completion) => void,
): boolean {
  if (list.open === undefined) return false;
  const { items, chosen } = list.open;
  const item = items[Math.max(0, chosen)];
  if (e.key === 'ArrowDown') list.move(1);
  else if (e.key === 'ArrowUp') list.move(-1);
  else if (e.key === 'Escape') list.close();
  else if (item !== undefined && e.key === 'Tab' && !e.shiftKey) take(item);
  else if (item !== undefined && e.key === 'Enter' && chosen >= 0) take(item);
  else return false;
  return true;
}

/** As many lines as the text has; the style sheet sets the most. */
function fitHeight(box: HTMLTextAreaElement): void {
  box.style.height = 'auto';
  box.style.height = `${box.scrollHeight + box.offsetHeight - box.clientHeight}px`;
}
