import type { ComponentType } from 'react';
import { allowed, allowedAtRoot, bodiesFor, bodiesRead, type Me } from '../client/session.js';
import { rolesGivenBy } from './people/administering.js';

/** A page of the console: its name in the menu and in the address, for whom it is, and its code, loaded when it is opened. */
export interface Page {
  name:
    | 'overview'
    | 'review'
    | 'grid'
    | 'progress'
    | 'signature'
    | 'totals'
    | 'targets'
    | 'appraisal'
    | 'homes'
    | 'transfers'
    | 'notices'
    | 'organisation'
    | 'indicators'
    | 'forms'
    | 'periods'
    | 'history'
    | 'settings'
    | 'people'
    | 'audit'
    | 'health'
    | 'tenants'
    | 'account';
  isFor: (me: Me) => boolean;
  load: () => Promise<{ default: ComponentType<{ me: Me }> }>;
}

/** The pages in the order of the menu. The first that is for a person is where they begin. */
export const pages: readonly Page[] = [
  {
    name: 'review',
    isFor: (me) => bodiesFor(me, 'ACCEPT', { below: true }).length > 0,
    load: () => import('./review/Page.js'),
  },
  {
    name: 'overview',
    isFor: (me) => bodiesRead(me).length > 0,
    load: () => import('./overview/Overview.js'),
  },
  {
    name: 'grid',
    isFor: (me) => bodiesRead(me).length > 0,
    load: () => import('./grid/Page.js'),
  },
  {
    name: 'progress',
    isFor: (me) => bodiesRead(me).length > 0,
    load: () => import('./progress/Page.js'),
  },
  {
    name: 'signature',
    isFor: (me) => allowed(me, 'SIGN'),
    load: () => import('./signature/Page.js'),
  },
  {
    name: 'totals',
    isFor: (me) => bodiesRead(me).length > 0,
    load: () => import('./totals/Totals.js'),
  },
  {
    name: 'targets',
    isFor: (me) => bodiesRead(me).length > 0,
    load: () => import('./targets/Targets.js'),
  },
  {
    name: 'appraisal',
    isFor: (me) => bodiesRead(me).some(({ level }) => level !== 'GRASSROOTS'),
    load: () => import('./appraisal/Appraisal.js'),
  },
  {
    name: 'homes',
    isFor: (me) => bodiesRead(me).some(({ level }) => level !== 'GRASSROOTS'),
    load: () => import('./homes/Homes.js'),
  },
  {
    name: 'transfers',
    isFor: (me) => bodiesRead(me).length > 0,
    load: () => import('./transfers/Transfers.js'),
  },
  {
    name: 'notices',
    isFor: (me) => bodiesFor(me, 'READ_NOTICES', { below: true }).length > 0,
    load: () => import('./notices/Notices.js'),
  },
  {
    name: 'organisation',
    isFor: (me) => bodiesRead(me).length > 0,
    load: () => import('./organisation/Organisation.js'),
  },
  {
    name: 'periods',
    isFor: (me) => allowedAtRoot(me, 'MANAGE_PERIODS'),
    load: () => import('./periods/Periods.js'),
  },
  {
    name: 'history',
    isFor: (me) => allowedAtRoot(me, 'IMPORT_HISTORY'),
    load: () => import('./history/History.js'),
  },
  {
    name: 'indicators',
    isFor: (me) => bodiesRead(me).length > 0,
    load: () => import('./indicators/Indicators.js'),
  },
  {
    name: 'forms',
    isFor: (me) => bodiesRead(me).length > 0,
    load: () => import('./forms/Forms.js'),
  },
  {
    name: 'tenants',
    isFor: (me) => allowed(me, 'MANAGE_TENANTS'),
    load: () => import('./tenants/Tenants.js'),
  },
  {
    name: 'people',
    isFor: (me) => rolesGivenBy(me).length > 0,
    load: () => import('./people/People.js'),
  },
  {
    name: 'audit',
    isFor: (me) => allowed(me, 'READ_AUDIT'),
    load: () => import('./audit/Audit.js'),
  },
  {
    name: 'health',
    isFor: (me) =>
      (['READ_CHECKS', 'READ_USAGE', 'SET_IDENTITY_PROVIDER'] as const).some((action) =>
        allowedAtRoot(me, action),
      ),
    load: () => import('./health/Health.js'),
  },
  {
    name: 'settings',
    isFor: (me) =>
      (['SET_PARAMETERS', 'SET_CALENDAR', 'SCHEDULE_REMINDERS'] as const).some((action) =>
        allowedAtRoot(me, action),
      ),
    load: () => import('./settings/Settings.js'),
  },
  {
    name: 'account',
    isFor: () => true,
    load: () => import('./account/Account.js'),
  },
];

/** The pages of somebody. */
export const pagesOf = (me: Me): Page[] => pages.filter(({ isFor }) => isFor(me));
