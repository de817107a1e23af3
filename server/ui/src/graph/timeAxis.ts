import { clockTime, localDate } from '../format/time';

/**
 * Labels of a time axis, local and in 24 hours: as fine as the ticks need, with the date on a
 * second line where a day begins and under the first tick.
 */
export function timeLabels(ticks: readonly number[], increment: number): string[] {
  let day = '';
  return ticks.map((tick) => {
    const date = localDate(tick);
    const newDay = date !== day;
    day = date;
    if (increment >= 86_400) return date.slice(5);
    const time = increment < 60 ? clockTime(tick) : clockTime(tick).slice(0, 5);
    return newDay ? `${time}\n${date}` : time;
  });
}
