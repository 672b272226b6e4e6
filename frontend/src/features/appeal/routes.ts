import type { RouteLocationNormalized, RouteRecordRaw } from 'vue-router';

/** Appeals 申诉 and what follows the end of an exercise, below /x/:code. */
export const appealRoutes: RouteRecordRaw[] = [
  { path: 'appeals', name: 'appeals', component: () => import('./AppealsPage.vue') },
  {
    path: 'appeals/new/:kind(NODE|LOSS|INCIDENT|BONUS)/:id',
    name: 'appeal-new',
    component: () => import('./FileAppealPage.vue'),
    props: ({ params }: RouteLocationNormalized) => ({ kind: params['kind'], id: params['id'] }),
  },
  {
    path: 'appeals/:id',
    name: 'appeal',
    component: () => import('./AppealPage.vue'),
    props: ({ params }: RouteLocationNormalized) => ({ id: params['id'] }),
  },
  {
    path: 'appeals/:id/record',
    name: 'appeal-record',
    component: () => import('./RecordPage.vue'),
    props: ({ params }: RouteLocationNormalized) => ({ id: params['id'] }),
  },
  { path: 'finalization', name: 'finalization', component: () => import('./FinalizationPage.vue') },
];
