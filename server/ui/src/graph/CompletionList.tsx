import type { JSX } from 'preact';
import { useEffect, useRef } from 'preact/hooks';
import type { Completion } from './completion';

interface Props {
  readonly items: readonly Completion[];
  readonly chosen: number;
  readonly onTake: (item: Completion) => void;
}

const KIND_LETTER = { metric: 'm', function: 'ƒ', keyword: 'k' } as const;

/** Identity of an option for the box's `aria-activedescendant`. */
export const optionId = (index: number): string => `completion-${index}`;

/** The list below the query box; the focus stays in the box. */
export function CompletionList({ items, chosen, onTake }: Props): JSX.Element {
  const list = useRef<HTMLUListElement>(null);
  useEffect(() => {
    if (chosen >= 0) list.current?.children[chosen]?.scrollIntoView({ block: 'nearest' });
  }, [chosen]);
  return (
    // The focus stays in the box also when the list is scrolled with the pointer.
    <div class="completions" onMouseDown={(e) => e.preventDefault()}>
      <ul id="completions" role="listbox" aria-label="Completions" tabIndex={0} ref={list}>
        {items.map((item, i) => (
          <li
            key={item.kind + item.text}
            id={optionId(i)}
            role="option"
            aria-selected={i === chosen}
            title={item.detail}
            onMouseDown={(e) => {
              e.preventDefault();
              onTake(item);
            }}
          >
            <span class={`kind ${item.kind}`} title={item.kind}>
              {KIND_LETTER[item.kind]}
            </span>
            <span class="name">{item.text}</span>
            <span class="detail">{item.detail}</span>
          </li>
        ))}
      </ul>
      <p class="keys" aria-hidden="true">
        <kbd>↑</kbd>
        <kbd>↓</kbd> choose · <kbd>Tab</kbd> take · <kbd>Enter</kbd> run · <kbd>Esc</kbd> close
      </p>
    </div>
  );
}
