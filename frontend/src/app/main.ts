import { createApp } from 'vue';
import { loadSession } from '../lib/session.js';
import { localeSwitch } from '../lib/locale.js';
import '../styles/tokens.css';
import 'element-plus/theme-chalk/base.css';
import '../styles/element.css';
import '../styles/base.css';
import App from './App.vue';
import { i18n, restoreLocale, setLocale } from './i18n.js';
import { router } from './router.js';

await Promise.all([restoreLocale(), loadSession()]);
createApp(App).use(i18n).use(router).provide(localeSwitch, setLocale).mount('#app');
