import type { RouteRecordRaw } from 'vue-router';

/** Abnormal defence, below /x/:code: leads for teams, verification for referees, notices for units. */
export const abnormalRoutes: RouteRecordRaw[] = [
  { path: 'abnormal', name: 'abnormal', component: () => import('./AbnormalPage.vue') },
];
