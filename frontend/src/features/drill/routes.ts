import type { RouteLocationNormalized, RouteRecordRaw } from 'vue-router';

const withId = ({ params }: RouteLocationNormalized) => ({ id: params['id'] });

/** Running drills, taking part in them and looking back, below /x/:code. */
export const drillRoutes: RouteRecordRaw[] = [
  { path: 'drills', name: 'drills', component: () => import('./DrillsPage.vue') },
  { path: 'drills/:id', name: 'drill', component: () => import('./DrillPage.vue'), props: withId },
  { path: 'drills/:id/review', name: 'drill-review', component: () => import('./DrillReviewPage.vue'), props: withId },
  { path: 'my-drills', name: 'my-drills', component: () => import('./MyDrillsPage.vue') },
];
