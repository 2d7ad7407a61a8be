import { words } from '../words/i18n.js';

/** What the roles are called. */
export const useRoleWords = words('roles', {
  zh: {
    FILER: '填报员',
    ENTRUSTED_FILER: '代报',
    REVIEWER: '审核员',
    STATISTICIAN: '统计员',
    LEADER: '领导',
    UNION_ADMIN: '单位管理员',
    SYSTEM_ADMIN: '系统管理员',
    SECURITY_ADMIN: '安全管理员',
    AUDIT_ADMIN: '审计管理员',
    PLATFORM_OPERATOR: '平台运营',
  },
  en: {
    FILER: 'clerk',
    ENTRUSTED_FILER: 'entrusted filer',
    REVIEWER: 'reviewer',
    STATISTICIAN: 'statistician',
    LEADER: 'leader',
    UNION_ADMIN: 'union administrator',
    SYSTEM_ADMIN: 'system administrator',
    SECURITY_ADMIN: 'security administrator',
    AUDIT_ADMIN: 'auditor',
    PLATFORM_OPERATOR: 'platform operator',
  },
});
