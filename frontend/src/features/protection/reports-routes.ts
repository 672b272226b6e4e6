import type { RouteLocationNormalized, RouteRecordRaw } from 'vue-router';

const withId = ({ params }: RouteLocationNormalized) => ({ id: params['id'] });

/** Reports, blocks and what follows a period, below /x/:code. */
export const reportsRoutes: RouteRecordRaw[] = [
  {
    path: 'reports/:periodId?',
    name: 'reports',
    component: () => import('./reports/ReportsPage.vue'),
    props: ({ params }: RouteLocationNormalized) => ({ periodId: params['periodId'] || null }),
  },
  {
    path: 'incident-notices/:id',
    name: 'incident-notice',
    component: () => import('./reports/IncidentNoticePage.vue'),
    props: withId,
  },
  { path: 'blocks', name: 'blocks', component: () => import('./blocking/BlocksPage.vue') },
  {
    path: 'blocks/for/:id',
    name: 'blocks-for',
    component: () => import('./blocking/BlocksForPage.vue'),
    props: withId,
  },
  { path: 'remediations', name: 'remediations', component: () => import('./after/RemediationsPage.vue') },
  {
    path: 'remediations/:id',
    name: 'remediation',
    component: () => import('./after/RemediationPage.vue'),
    props: withId,
  },
  {
    path: 'summary/:id',
    name: 'period-summary',
    component: () => import('./after/SummaryPage.vue'),
    props: withId,
  },
];
