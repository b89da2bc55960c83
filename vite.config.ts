import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';
import { operationsAsData } from './server/cli/operations-as-data.ts';

/** The console and control origin of a running sandbox, for the development server to forward to. */
const sandbox = process.env.IB_LINK_CONSOLE ?? 'http://127.0.0.1:4781';

export default defineConfig({
  root: 'renderer',
  base: './',
  plugins: [operationsAsData(), react()],
  build: {
    outDir: '../build/renderer',
    emptyOutDir: true,
    target: 'es2023',
    // The page's CSP names no `data:` for scripts or fonts: every asset is a file of its own.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    chunkSizeWarningLimit: 700,
    rolldownOptions: {
      output: {
        // What every page stands on changes rarely: apart from the pages, it stays in the browser's cache.
        codeSplitting: {
          groups: [
            { name: 'react', test: /node_modules\/(react|react-dom|scheduler)\// },
            {
              name: 'frame',
              test: /node_modules\/(@tanstack\/(router|react-router|history|query|react-query|store|react-store)|i18next|react-i18next)/,
            },
          ],
        },
      },
    },
  },
  server: {
    host: '127.0.0.1',
    proxy: {
      '/control': {
        target: sandbox,
        changeOrigin: true,
        // The control API refuses foreign origins; during development the page's origin is Vite's.
        configure: (proxy) => {
          proxy.on('proxyReq', (request) => request.removeHeader('origin'));
        },
      },
    },
  },
});
