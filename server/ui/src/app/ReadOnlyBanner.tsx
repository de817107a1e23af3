import type { JSX } from 'preact';

/** Tells that the server answers but stores nothing, and why: graphs would just end otherwise. */
export function ReadOnlyBanner({ reason }: { reason: string }): JSX.Element | null {
  if (reason === '') return null;
  return (
    <div class="banner" role="alert">
      <strong>New samples are not stored</strong>
      <span>{reason}</span>
    </div>
  );
}
