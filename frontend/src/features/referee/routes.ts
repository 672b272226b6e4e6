import type { RouteLocationNormalized, RouteRecordRaw } from 'vue-router';

const idOf = ({ params }: RouteLocationNormalized) => ({ id: params['id'] });

/** Pages of the referees, below /x/:code. */
export const refereeRoutes: RouteRecordRaw[] = [
  { path: 'queue/:id?', name: 'queue', component: () => import('./QueuePage.vue'), props: idOf },
  { path: 'marking/:id?', name: 'marking', component: () => import('./MarkingPage.vue'), props: idOf },
  { path: 'links', name: 'links', component: () => import('./LinksPage.vue') },
];
