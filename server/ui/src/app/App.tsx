import type { JSX } from 'preact';
import { AlertsPage } from '../alerts/AlertsPage';
import { api } from '../api/client';
import { useLoad } from '../api/useLoad';
import { GraphPage } from '../graph/GraphPage';
import { TargetsPage } from '../targets/TargetsPage';
import { ConnectionBanner } from './ConnectionBanner';
import { Header } from './Header';
import { followLink, pageOf, useLocation } from './location';
import { ReadOnlyBanner } from './ReadOnlyBanner';

const FOOTPRINT_SECONDS = 15;

/** The whole application: header, banners, and the page that the path names. */
export function App(): JSX.Element {
  const { pathname, search } = useLocation();
  const page = pageOf(pathname);
  const footprint = useLoad((signal) => api.runtime(signal), FOOTPRINT_SECONDS).data?.goldcrest;
  return (
    <>
      <a class="skip" href="#main">
        Skip to content
      </a>
      <Header page={page} footprint={footprint} />
      <ConnectionBanner />
      <ReadOnlyBanner reason={footprint?.readOnlyReason ?? ''} />
      <main id="main" tabIndex={-1}>
        {page === 'graph' && <GraphPage search={search} />}
        {page === 'targets' && <TargetsPage search={search} />}
        {page === 'alerts' && <AlertsPage />}
        {page === undefined && <NoPage pathname={pathname} />}
      </main>
    </>
  );
}

function NoPage({ pathname }: { pathname: string }): JSX.Element {
  return (
    <section class="empty">
      <h1>No page at {pathname}</h1>
      <p>
        Go to the{' '}
        <a href="graph" onClick={followLink}>
          graph
        </a>
        .
      </p>
    </section>
  );
}
