import type { RouteRecordRaw } from 'vue-router';

/** Referees in figures, below /x/:code, for the organizer and the chief referee. */
export const statisticsRoutes: RouteRecordRaw[] = [
  { path: 'statistics', name: 'statistics', component: () => import('./StatisticsPage.vue') },
];
