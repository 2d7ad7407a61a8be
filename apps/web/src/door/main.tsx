/** The light entry: the door, and behind it the clerk's pages, which phones in WeChat open too. */
import { QueryClientProvider } from '@tanstack/react-query';
import { lazy, StrictMode, Suspense } from 'react';
import { createRoot } from 'react-dom/client';
import { Redirect, Route, Switch } from 'wouter';
import { answers } from '../client/answers.js';
import { firstPage, useMe } from '../client/session.js';
import '../page/page.css';
import '../page/plain.css';
import { Answered, Fault, Loading, OfflineBanner } from '../page/states.js';
import { i18next } from '../words/i18n.js';
import { Door } from './Door.js';

const Filing = lazy(() => import('../filing/Filing.js'));

/** Whoever is signed in already goes where they begin. */
function Entrance() {
  const me = useMe();
  return (
    <Answered answer={me}>
      {(person) => {
        if (!person) return <Door />;
        const first = firstPage(person);
        if (first === '/filing') return <Redirect to={first} replace />;
        location.replace(first); // another entry
        return <Loading />;
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

const root = createRoot(document.getElementById('root')!);
const draw = (): void =>
  root.render(
    <StrictMode>
      <QueryClientProvider client={answers}>
        <OfflineBanner key={i18next.language} />
        <Fault>
          <Light />
        </Fault>
      </QueryClientProvider>
    </StrictMode>,
  );
draw();
