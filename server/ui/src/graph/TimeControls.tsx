import type { JSX } from 'preact';
import { formatDuration } from '../format/duration';
import { parseLocalInput, toLocalInput, zoneName } from '../format/time';
import { REFRESH_CHOICES, type GraphState } from './urlState';

interface Props {
  readonly state: GraphState;
  readonly onChange: (change: Partial<GraphState>) => void;
}

const PRESETS: readonly (readonly [string, number])[] = [
  ['5m', 300],
  ['15m', 900],
  ['1h', 3600],
  ['6h', 21_600],
  ['12h', 43_200],
  ['1d', 86_400],
  ['7d', 604_800],
];
const SMALLEST_RANGE_SECONDS = 10;

const STROKE = {
  fill: 'none',
  stroke: 'currentColor',
  'stroke-width': '1.5',
  'stroke-linecap': 'round',
  'stroke-linejoin': 'round',
} as const;

const nowSeconds = (): number => Math.floor(Date.now() / 1000);

/** Range, end, and refresh; all of it for the graph, the end and refresh for the table. */
export function TimeControls({ state, onChange }: Props): JSX.Element {
  const { rangeSeconds: range, end, tab } = state;
  const graph = tab === 'graph';
  const preset = PRESETS.some(([, seconds]) => seconds === range);
  const moveTo = (seconds: number): void =>
    onChange({ end: seconds >= nowSeconds() ? undefined : seconds });
  const zoom = (factor: number): void => {
    const next = Math.max(SMALLEST_RANGE_SECONDS, Math.round(range * factor));
    // About the middle, unless the end is now and shall stay so.
    const shifted = end === undefined ? undefined : end + Math.round((next - range) / 2);
    onChange({
      rangeSeconds: next,
      end: shifted !== undefined && shifted >= nowSeconds() ? undefined : shifted,
    });
  };
  return (
    <div class="controls">
      {graph && (
        <div class="segments" role="group" aria-label="Range">
          {PRESETS.map(([text, seconds]) => (
            <button
              key={text}
              type="button"
              aria-pressed={seconds === range}
              onClick={() => onChange({ rangeSeconds: seconds })}
            >
              {text}
            </button>
          ))}
          {!preset && (
            <button type="button" aria-pressed={true}>
              {formatDuration(range)}
            </button>
          )}
        </div>
      )}
      {graph && (
        <div class="segments icons" role="group" aria-label="Move and zoom">
          <Icon
            text="Earlier"
            sign="‹"
            onClick={() => moveTo((end ?? nowSeconds()) - Math.round(range / 2))}
          />
          <Icon
            text="Later"
            sign="›"
            disabled={end === undefined}
            onClick={() => moveTo((end ?? nowSeconds()) + Math.round(range / 2))}
          />
          <Icon text="Longer range" sign="−" onClick={() => zoom(2)} />
          <Icon text="Shorter range" sign="+" onClick={() => zoom(0.5)} />
        </div>
      )}
      <EndTime end={end} graph={graph} onChange={(next) => onChange({ end: next })} />
      <label
        class="refresh"
        title={end === undefined ? 'Refresh' : 'Nothing to refresh: the end time is fixed'}
      >
        <svg viewBox="0 0 16 16" width="16" height="16" aria-hidden="true">
          <path d="M13.5 8a5.500 5.500 0 1 1-1.600-3.900M13.500 1.500v3.300h-3.300" {...STROKE} />
        </svg>
        <span class="unseen">Refresh</span>
        <select
          value={String(state.refreshSeconds)}
          disabled={end !== undefined}
          onChange={(e) => onChange({ refreshSeconds: Number(e.currentTarget.value) })}
        >
          {REFRESH_CHOICES.map((seconds) => (
            <option key={seconds} value={String(seconds)}>
              {seconds === 0 ? 'off' : formatDuration(seconds)}
            </option>
          ))}
        </select>
      </label>
    </div>
  );
}

function Icon(props: {
  text: string;
  sign: string;
  disabled?: boolean;
  onClick: () => void;
}): JSX.Element {
  return (
    <button
      type="button"
      aria-label={props.text}
      title={props.text}
      disabled={props.disabled ?? false}
      onClick={props.onClick}
    >
      {props.sign}
    </button>
  );
}

interface EndProps {
  readonly end: number | undefined;
  readonly graph: boolean;
  readonly onChange: (end: number | undefined) => void;
}

/** `Now`, or a fixed local time with a way back to now. */
function EndTime({ end, graph, onChange }: EndProps): JSX.Element {
  const name = graph ? 'End' : 'Time';
  if (end === undefined) {
    return (
      <div class="end">
        <span>{name}</span>
        <button type="button" title="Choose a fixed time" onClick={() => onChange(nowSeconds())}>
          Now
        </button>
      </div>
    );
  }
  return (
    <div class="end">
      <label>
        <span>{name}</span>
        <input
          type="datetime-local"
          step="1"
          value={toLocalInput(end)}
          title={`Your time zone, ${zoneName(end)}`}
          onChange={(e) => {
            const seconds = parseLocalInput(e.currentTarget.value);
            if (seconds !== undefined) onChange(seconds);
          }}
        />
      </label>
      <button type="button" title="Back to now" onClick={() => onChange(undefined)}>
        Now
      </button>
    </div>
  );
}
