import { roughDuration } from './duration';

/** Points in time, for the reader's own time zone. All times are in seconds since the epoch. */

const two = (n: number): string => String(n).padStart(2, '0');

/** Date and time as the URL keeps them, in UTC as Prometheus does: `2026-11-20 18:55:27`. */
export function toUtcText(seconds: number): string {
  return new Date(Math.round(seconds) * 1000).toISOString().slice(0, 19).replace('T', ' ');
}

/**
 * Reads what `toUtcText` writes, also with `T` and without seconds; undefined when it is not a
 * time.
 */
export function parseUtcText(text: string): number | undefined {
  const match = /^(\d{4})-(\d{2})-(\d{2})[ T](\d{2}):(\d{2})(?::(\d{2}))?(?:\.\d+)?Z?$/.exec(
    text.trim(),
  );
  if (match === null) return undefined;
  const part = (i: number): number => Number(match[i] ?? 0);
  const millis = Date.UTC(part(1), part(2) - 1, part(3), part(4), part(5), part(6));
  const seconds = millis / 1000;
  return Number.isFinite(seconds) && toUtcText(seconds).startsWith(text.trim().slice(0, 10))
    ? seconds
    : undefined;
}

/** The value of an `<input type="datetime-local">`, in local time. */
export function toLocalInput(seconds: number): string {
  const d = new Date(seconds * 1000);
  return `${localDate(seconds)}T${two(d.getHours())}:${two(d.getMinutes())}:${two(d.getSeconds())}`;
}

/** Reads the value of an `<input type="datetime-local">`; undefined when it is incomplete. */
export function parseLocalInput(text: string): number | undefined {
  const millis = new Date(text).getTime();
  return Number.isNaN(millis) ? undefined : millis / 1000;
}

/** Time of day, local: `18:55:27`. */
export function clockTime(seconds: number): string {
  const d = new Date(seconds * 1000);
  return `${two(d.getHours())}:${two(d.getMinutes())}:${two(d.getSeconds())}`;
}

/** Date, local, in the one order that cannot be misread: `2026-11-20`. */
export function localDate(seconds: number): string {
  const d = new Date(seconds * 1000);
  return `${d.getFullYear()}-${two(d.getMonth() + 1)}-${two(d.getDate())}`;
}

/** Date and time, local: `2026-11-20 18:55:27`. */
export function localTime(seconds: number): string {
  return `${localDate(seconds)} ${clockTime(seconds)}`;
}

/** Name of the reader's offset at a time: `UTC+2`, `UTC-3:30`, `UTC`. */
export function zoneName(seconds: number): string {
  const minutes = -new Date(seconds * 1000).getTimezoneOffset();
  if (minutes === 0) return 'UTC';
  const size = Math.abs(minutes);
  const rest = size % 60;
  const hours = `${minutes < 0 ? '-' : '+'}${Math.floor(size / 60)}`;
  return rest === 0 ? `UTC${hours}` : `UTC${hours}:${two(rest)}`;
}

/**
 * How long ago a time was: `12 s ago`; `never` for Go's zero time, `just now` for small clock
 * differences.
 */
export function ago(seconds: number, now: number): string {
  if (seconds <= 0) return 'never';
  const age = now - seconds;
  return age < 1 ? 'just now' : `${roughDuration(Math.floor(age))} ago`;
}

/**
 * Seconds of an RFC 3339 time as the API writes it; 0 for Go's zero time and for anything
 * unreadable.
 */
export function parseRfc3339(text: string): number {
  const millis = Date.parse(text);
  return Number.isNaN(millis) || millis < 0 ? 0 : millis / 1000;
}
