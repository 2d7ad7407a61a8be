import { lazy, Suspense } from 'react';
import { Link, Redirect, Route, Switch } from 'wouter';
import { files, type Me, useMe } from '../client/session.js';
import { Header } from '../page/Header.js';
import { Answered, Loading, NoPermission } from '../page/states.js';
import { Sheet } from './sheet/Sheet.js';
import { useWords } from './words.js';

const Tasks = lazy(async () => ({ default: (await import('./Tasks.js')).Tasks }));
const History = lazy(async () => ({ default: (await import('./History.js')).History }));
const Notices = lazy(async () => ({ default: (await import('./Notices.js')).Notices }));
const Records = lazy(async () => ({ default: (await import('./records/Records.js')).Records }));
const Home = lazy(async () => ({ default: (await import('./home/Home.js')).Home }));
const Transfers = lazy(async () => ({ default: (await import('./transfers/Transfers.js')).Transfers }));
const Appraisal = lazy(async () => ({ default: (await import('./appraisal/Appraisal.js')).Appraisal }));
const Many = lazy(async () => ({ default: (await import('./many/Many.js')).Many }));
const Import = lazy(async () => ({ default: (await import('./import/Import.js')).Import }));
const Print = lazy(async () => ({ default: (await import('./sheet/Print.js')).Print }));

function Pages({ me }: { me: Me }) {
  return (
    <Suspense fallback={<Loading />}>
      <Switch>
        <Route path="/">
          <Tasks me={me} />
        </Route>
        <Route path="/notices">
          <Notices />
        </Route>
        <Route path="/records/:unionCode?">
          {({ unionCode = null }) => <Records me={me} unionCode={unionCode} />}
        </Route>
        <Route path="/home/:unionCode?">
          {({ unionCode = null }) => <Home me={me} unionCode={unionCode} />}
        </Route>
        <Route path="/transfers/:unionCode?">
          {({ unionCode = null }) => <Transfers me={me} unionCode={unionCode} />}
        </Route>
        <Route path="/appraisal/:unionCode?">
          {({ unionCode = null }) => <Appraisal me={me} unionCode={unionCode} />}
        </Route>
        <Route path="/import/:form/:period">{(filing) => <Import filing={filing} />}</Route>
        <Route path="/many/:form/:period">{(filing) => <Many me={me} filing={filing} />}</Route>
        <Route path="/:unionCode/:form/:period/print">{(address) => <Print address={address} />}</Route>
        <Route path="/:unionCode/:form/:period">{(address) => <Sheet me={me} address={address} />}</Route>
        <Route path="/:unionCode/:form">{(address) => <History address={address} />}</Route>
        <Route>
          <Redirect to="/" replace />
        </Route>
      </Switch>
    </Suspense>
  );
}

/** The clerk's pages, for whoever files for a union. */
export default function Filing() {
  const me = useMe();
  const say = useWords();
  return (
    <Answered answer={me}>
      {(person) =>
        person === null ? (
          <Redirect to="~/" replace />
        ) : (
          <>
            <Header me={person}>
              {files(person) && (
                <>
                  <Link href="/records">{say('records')}</Link>
                  <Link href="/home">{say('home')}</Link>
                  <Link href="/transfers">{say('transfers')}</Link>
                  <Link href="/appraisal">{say('appraisal')}</Link>
                </>
              )}
            </Header>
            <main id="content">{files(person) ? <Pages me={person} /> : <NoPermission />}</main>
          </>
        )
      }
    </Answered>
  );
}
