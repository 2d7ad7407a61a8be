import { createRootRoute, createRoute, createRouter, Navigate } from '@tanstack/react-router';
import { lazy, Suspense } from 'react';
import { bodiesRead } from '../client/session.js';
import { Fault, Loading, NoPermission } from '../page/states.js';
import { type Page, pages, pagesOf } from './pages.js';
import { Nothing, Shell, useSomebody } from './Shell.js';

const root = createRootRoute({ component: Shell });

/** A page for whom it is; anybody else is told so. */
function guarded({ isFor, load }: Pick<Page, 'isFor' | 'load'>) {
  const Loaded = lazy(load);
  return function Guarded() {
    const me = useSomebody();
    if (!isFor(me)) return <NoPermission />;
    return (
      <Fault>
        <Suspense fallback={<Loading />}>
          <Loaded me={me} />
        </Suspense>
      </Fault>
    );
  };
}

const first = createRoute({
  getParentRoute: () => root,
  path: '/',
  component: function First() {
    const [page] = pagesOf(useSomebody());
    return page ? <Navigate to={`/${page.name}`} replace /> : <Nothing />;
  },
});

/** What the body above makes of one's own union: the page of 目标管理考核 leads there, and no menu. */
const own = {
  name: 'appraisal/own',
  isFor: (me) => bodiesRead(me).length > 0,
  load: () => import('./appraisal/OwnAppraisal.js'),
} as const satisfies Omit<Page, 'name'> & { name: string };

const routes = [...pages, own].map((page) =>
  createRoute({
    getParentRoute: () => root,
    path: `/${page.name}`,
    component: guarded(page),
    // What a page shows is in its address: which union, form and period, so that it can be sent to somebody.
    // The router reads `2026` as a number; a period is a text.
    validateSearch: (search: Record<string, unknown>): Record<string, string | undefined> =>
      Object.fromEntries(
        Object.entries(search).flatMap(([key, value]) =>
          typeof value === 'string' || typeof value === 'number' ? [[key, String(value)]] : [],
        ),
      ),
  }),
);

export const router = createRouter({
  routeTree: root.addChildren([first, ...routes]),
  basepath: '/console',
  defaultPreload: false,
});
