import type { RouteRecordRaw } from 'vue-router';

/** Drill plans, below /x/:code. */
export const planRoutes: RouteRecordRaw[] = [
  { path: 'plans', name: 'plans', component: () => import('./PlansPage.vue') },
  { path: 'plans/import', name: 'plan-import', component: () => import('./ImportPage.vue') },
  {
    path: 'plans/:id',
    name: 'plan',
    component: () => import('./PlanPage.vue'),
    props: ({ params }) => ({ id: params['id'] }),
  },
];
