import type { ThemeConfig } from 'antd';

/** The colours of page.css, and whether things move, for antd; its own greys are too pale to read (WCAG 1.4.3). */
export const theme: ThemeConfig = {
  token: {
    colorPrimary: '#a8201a',
    colorLink: '#0b5cad',
    colorText: '#1f2328',
    colorTextSecondary: '#57606a',
    colorTextTertiary: '#57606a',
    colorTextDescription: '#57606a',
    colorTextPlaceholder: '#66707a',
    colorTextDisabled: '#66707a',
    colorSuccess: '#1a6b35',
    colorWarning: '#7a4b00',
    colorError: '#b3261e',
    borderRadius: 6,
    // Who has told the device to keep things still (WCAG 2.3.3).
    motion: !matchMedia('(prefers-reduced-motion: reduce)').matches,
  },
};
