import type { Labels, Target } from '../api/types';
import { parseDuration } from '../format/duration';
import { labelPairs } from '../graph/seriesName';

export type Health = Target['health'];

/** Targets of one job, down ones first. */
export interface TargetGroup {
  readonly job: string;
  readonly targets: readonly Target[];
  readonly counts: Readonly<Record<Health, number>>;
}

const URGENCY: Readonly<Record<Health, number>> = { down: 0, unknown: 1, up: 2 };

const byText = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

/** Groups by job: jobs with something down first, then those not yet known, then by name. */
export function groupTargets(targets: readonly Target[]): TargetGroup[] {
  const jobs = new Map<string, Target[]>();
  for (const target of targets) {
    const list = jobs.get(target.scrapePool) ?? [];
    list.push(target);
    jobs.set(target.scrapePool, list);
  }
  return [...jobs]
    .map(([job, list]) => ({
      job,
      targets: list.sort(
        (a, b) => URGENCY[a.health] - URGENCY[b.health] || byText(a.scrapeUrl, b.scrapeUrl),
      ),
      counts: countHealth(list),
    }))
    .sort((a, b) => worst(a) - worst(b) || byText(a.job, b.job));
}

export function countHealth(targets: readonly Target[]): Record<Health, number> {
  const counts = { up: 0, down: 0, unknown: 0 };
  for (const { health } of targets) counts[health]++;
  return counts;
}

function worst(group: TargetGroup): number {
  return group.counts.down > 0 ? 0 : group.counts.unknown > 0 ? 1 : 2;
}

/** Whether every word typed occurs in the target's job, address, labels, or error. */
export function matchesFilter(target: Target, filter: string): boolean {
  const labels = labelPairs(target.labels).map(({ name, value }) => `${name}="${value}"`);
  const text = [target.scrapePool, target.scrapeUrl, target.lastError, ...labels]
    .join(' ')
    .toLowerCase();
  return filter
    .toLowerCase()
    .split(/\s+/)
    .every((word) => text.includes(word));
}

/**
 * Labels worth a chip: the job is the group's title, and the instance is already in the address.
 */
export function ownLabels(target: Target): ReturnType<typeof labelPairs> {
  return labelPairs(target.labels as Labels).filter(
    ({ name, value }) =>
      name !== 'job' && !(name === 'instance' && target.scrapeUrl.includes(`//${value}/`)),
  );
}

/** From this share of its timeout on, a scrape is about to fail. */
const STRAINED_SHARE = 0.75;

/** The timeout in seconds of a target whose last scrape nearly exceeded it. */
export function strainedTimeout(target: Target): number | undefined {
  const timeout = parseDuration(target.scrapeTimeout ?? '');
  if (target.health !== 'up' || timeout === undefined) return undefined;
  return target.lastScrapeDuration >= STRAINED_SHARE * timeout ? timeout : undefined;
}
