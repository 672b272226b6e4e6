import type { RouteRecordRaw } from 'vue-router';

/** How the exercise judges and who stands aside, below /x/:code. */
export const policyRoutes: RouteRecordRaw[] = [
  { path: 'policy', name: 'policy', component: () => import('./PolicyPage.vue') },
  { path: 'relations', name: 'relations', component: () => import('./RelationsPage.vue') },
];
