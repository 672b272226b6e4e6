import type { RouteRecordRaw } from 'vue-router';

/** Duty rosters, below /x/:code. */
export const dutyRoutes: RouteRecordRaw[] = [
  { path: 'duty', name: 'duty', component: () => import('./DutyPage.vue') },
  { path: 'duty/log', name: 'duty-log', component: () => import('./DutyLogPage.vue') },
  { path: 'duty/setup', name: 'duty-setup', component: () => import('./DutySetupPage.vue') },
];
