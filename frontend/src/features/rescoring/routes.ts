import type { RouteLocationNormalized, RouteRecordRaw } from 'vue-router';

/** Rescoring 重评, below /x/:code, for those who judge or direct. */
export const rescoringRoutes: RouteRecordRaw[] = [
  { path: 'rescorings', name: 'rescorings', component: () => import('./RescoringsPage.vue') },
  {
    path: 'rescorings/new/:kind(adjustment|rules|knock-out|back|links|group)',
    name: 'rescoring-new',
    component: () => import('./ProposePage.vue'),
    props: ({ params, query }: RouteLocationNormalized) => ({ kind: params['kind'], about: query }),
  },
  {
    path: 'rescorings/:id',
    name: 'rescoring',
    component: () => import('./RescoringPage.vue'),
    props: ({ params }: RouteLocationNormalized) => ({ id: params['id'] }),
  },
];
