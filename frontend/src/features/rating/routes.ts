import type { RouteRecordRaw } from 'vue-router';

/** The rating of an exercise 演习评级, below /x/:code. */
export const ratingRoutes: RouteRecordRaw[] = [
  { path: 'rating', name: 'rating', component: () => import('./RatingPage.vue') },
];
