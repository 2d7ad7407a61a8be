/** The light entry: the door, and behind it the clerk's pages, which phones in WeChat open too. */
import { QueryClientProvider } from '@tanstack/react-query';
import { lazy, StrictMode, Suspense } from 'react';
import { createRoot } from 'react-dom/client';
import { Redirect, Route, Switch } from 'wouter';
import { answers } from '../client/answers.js';
import { firstPage, useMe } from '../client/session.js';
import { Leave } from '../page/Leave.js';
import '../page/page.css';
import '../page/plain.css';
import { Answered, Fault, Loading, OfflineBanner } from '../page/states.js';

// Neither waits for the other's code.
const Door = lazy(() => import('./Door.js'));
const Filing = lazy(() => import('../filing/Filing.js'));

/** Whoever is signed in already goes where they begin. */
function Entrance() {
  const me = useMe();
  return (
    <Answered answer={me}>
      {(person) => {
        if (!person) return <Door />;
        const first = firstPage(person);
        return first === '/filing' ? <Redirect to={first} replace /> : <Leave to={first} />;
      }}
    </Answered>
  );
}

function Light() {
  return (
    <Suspense fallback={<Loading />}>
      <Switch>
        <Route path="/filing" nest>
          <Filing />
        </Route>
        <Route>
          <Entrance />
        </Route>
      </Switch>
    </Suspense>
  );
}

createRoot(document.getElementById('root')!).render(
  <StrictMode>
    <QueryClientProvider client={answers}>
      <OfflineBanner />
      <Fault>
        <Light />
      </Fault>
    </QueryClientProvider>
  </StrictMode>,
);
