import { words } from '../../words/i18n.js';

export const useWords = words('account', {
  zh: {
    title: '我的账号',
    sessions: '登录记录',
    current: '本次',
    device: '设备',
    address: '地址',
    opened: '登录时间',
    used: '最近使用',
    revoke: '退出该设备',
    unknown: '未知',
  },
  en: {
    title: 'My account',
    sessions: 'Where you are signed in',
    current: 'this one',
    device: 'Device',
    address: 'Address',
    opened: 'Signed in',
    used: 'Last used',
    revoke: 'Sign it out',
    unknown: 'Not known',
  },
});
