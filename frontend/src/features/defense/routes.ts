import type { RouteLocationNormalized, RouteRecordRaw } from 'vue-router';

const idOf = ({ params }: RouteLocationNormalized) => ({ id: params['id'] });

/** Pages of the defending units, below /x/:code. */
export const defenseRoutes: RouteRecordRaw[] = [
  { path: 'incidents', name: 'incidents', component: () => import('./IncidentsPage.vue') },
  { path: 'incidents/:id', name: 'incident', component: () => import('./IncidentPage.vue'), props: idOf },
  {
    path: 'incidents/:id/versions',
    name: 'report-versions',
    component: () => import('./ReportVersionsPage.vue'),
    props: idOf,
  },
  { path: 'losses', name: 'losses', component: () => import('./LossesPage.vue') },
  { path: 'bonuses', name: 'bonuses', component: () => import('./BonusesPage.vue') },
];
