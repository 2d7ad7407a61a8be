/** The console: for everybody but those who only file. */
import LoadingOutlined from '@ant-design/icons/es/icons/LoadingOutlined';
import { QueryClientProvider } from '@tanstack/react-query';
import { RouterProvider } from '@tanstack/react-router';
import { ConfigProvider } from 'antd';
import enGB from 'antd/es/locale/en_GB';
import zhCN from 'antd/es/locale/zh_CN';
import { StrictMode, useSyncExternalStore } from 'react';
import { createRoot } from 'react-dom/client';
import { answers } from '../client/answers.js';
import '../page/page.css';
import { Fault } from '../page/states.js';
import { i18next, language } from '../words/i18n.js';
import { router } from './router.js';
import { theme } from './theme.js';

const onLanguage = (changed: () => void): (() => void) => {
  i18next.on('languageChanged', changed);
  return () => i18next.off('languageChanged', changed);
};

// The one of antd's own is taken away only at the end of a transition, which an answer that comes at once may keep from ever ending.
const button = { autoInsertSpace: false, loadingIcon: <LoadingOutlined /> };

function Console() {
  const spoken = useSyncExternalStore(onLanguage, language);
  return (
    <ConfigProvider locale={spoken === 'en' ? enGB : zhCN} theme={theme} button={button}>
      <QueryClientProvider client={answers}>
        <Fault>
          <RouterProvider router={router} />
        </Fault>
      </QueryClientProvider>
    </ConfigProvider>
  );
}

createRoot(document.getElementById('root')!).render(
  <StrictMode>
    <Console />
  </StrictMode>,
);
