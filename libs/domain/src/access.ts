/** Roles of whoever works with figures and registers, at any union. A role acts on that union's subtree, as the table below says. */
export const unionRoles = ['FILER', 'REVIEWER', 'STATISTICIAN', 'LEADER', 'UNION_ADMIN'] as const;

/**
 * Roles that are held alone: whoever has one holds no other at the same time, so none of them sees figures or files. The three
 * administrators (三员: 系统管理员, 安全管理员, 审计管理员) of a federation, and the operator of a platform that hosts many. They are
 * appointed at the federation only.
 */
export const separateRoles = ['SYSTEM_ADMIN', 'SECURITY_ADMIN', 'AUDIT_ADMIN', 'PLATFORM_OPERATOR'] as const;

export const roles = [...unionRoles, ...separateRoles] as const;
export type Role = (typeof roles)[number];
export type SeparateRole = (typeof separateRoles)[number];

/** What a person acts as at a union: appointed, or entrusted with its filing (代报), which is no appointment. */
export type ActingRole = Role | 'ENTRUSTED_FILER';

export const isSeparate = (role: ActingRole): role is SeparateRole =>
  (separateRoles as readonly ActingRole[]).includes(role);

/** Whether no account may hold both roles at the same time. A constraint of the database says the same. */
export const exclude = (one: ActingRole, other: ActingRole): boolean =>
  one !== other && (isSeparate(one) || isSeparate(other));

/** Where a union stands as seen from the union of an appointment. */
export type Relation = 'SELF' | 'CHILD' | 'DESCENDANT' | 'OUTSIDE';

const below = ['CHILD', 'DESCENDANT'] as const;
const subtree = ['SELF', ...below] as const;

/** Whoever acts at a union reads what is its own; all but those who file also what lies below it. */
const readers = {
  FILER: ['SELF'],
  ENTRUSTED_FILER: ['SELF'],
  REVIEWER: subtree,
  STATISTICIAN: subtree,
  LEADER: subtree,
  UNION_ADMIN: subtree,
} as const;

/** Who answers for a union to the body above it. */
const ownPeople = {
  FILER: ['SELF'],
  ENTRUSTED_FILER: ['SELF'],
  REVIEWER: ['SELF'],
  STATISTICIAN: ['SELF'],
  UNION_ADMIN: ['SELF'],
} as const;

/**
 * Who may do what to which union: role × action × relation in the tree. An action that is not here is nobody's.
 * ACCEPT reaches every descendant because acceptance may move up when the parent's only reviewer filed; which
 * union accepts is decided by `acceptingUnion` in submission.ts. A superior never files for a subordinate
 * (Statistics Law art. 7; 实施条例 art. 19). An election is approved from above, never by the union that held it.
 */
const table = {
  READ_FIGURES: readers,
  // Whom to ask at a union, and where; the phones on its covers; the names of its files: of those who file, check and administer.
  READ_CONTACTS: {
    FILER: ['SELF'],
    ENTRUSTED_FILER: ['SELF'],
    REVIEWER: subtree,
    STATISTICIAN: subtree,
    UNION_ADMIN: subtree,
  },
  FILE: { FILER: ['SELF'], ENTRUSTED_FILER: ['SELF'] },
  // 台账: the work that a union keeps a book of, which names people; only what it files of it goes up. Whoever files for it writes it.
  READ_RECORDS: {
    FILER: ['SELF'],
    ENTRUSTED_FILER: ['SELF'],
    REVIEWER: ['SELF'],
    STATISTICIAN: ['SELF'],
    LEADER: ['SELF'],
    UNION_ADMIN: ['SELF'],
  },
  ACCEPT: { REVIEWER: subtree },
  RETURN: { REVIEWER: subtree },
  // 汇总上报: a body signs the total of its own subtree.
  SIGN: { REVIEWER: ['SELF'] },
  // It is returned from above, never by the body that signed.
  RETURN_SIGNATURE: { REVIEWER: below },
  // What a body's statement differs by is taken note of above it.
  ACKNOWLEDGE_BREACH: { REVIEWER: below },
  // 批注: who files a return, and who looks at it from above. Whoever may read the return reads them.
  COMMENT: { FILER: ['SELF'], ENTRUSTED_FILER: ['SELF'], REVIEWER: subtree, STATISTICIAN: subtree },
  MAINTAIN_REGISTERS: { UNION_ADMIN: subtree, STATISTICIAN: subtree },
  // Where a union stands and whether it lives is decided above it, never by itself.
  REORGANISE: { UNION_ADMIN: below, STATISTICIAN: below },
  // 目标任务: a body issues them to the unions directly below it, the federation also to itself.
  ISSUE_TARGETS: { STATISTICIAN: ['SELF'], REVIEWER: ['SELF'] },
  // 目标管理考核: a body appraises the unions directly below it, by a scheme of its own.
  APPRAISE: { STATISTICIAN: ['SELF'], REVIEWER: ['SELF'] },
  // 自评, 申诉: by the appraised union itself, never from above.
  CLAIM_APPRAISAL: ownPeople,
  // 下发通知: a body issues them to unions below it, and withdraws them.
  ISSUE_NOTICES: { STATISTICIAN: ['SELF'], REVIEWER: ['SELF'], UNION_ADMIN: ['SELF'] },
  READ_NOTICES: readers,
  // 签收, 回复: by the recipient itself, never from above.
  ANSWER_NOTICES: ownPeople,
  // 建家标准: the ladder, and what is scored.
  SET_HOME_STANDARD: { STATISTICIAN: ['SELF'] },
  // 职工之家 is planned, inspected (考核), awarded (命名) and looked at again (复查) above the union; it assesses itself by FILE.
  PLAN_HOMES: { STATISTICIAN: below, REVIEWER: below },
  INSPECT_HOMES: { REVIEWER: below },
  AWARD_HOMES: { STATISTICIAN: subtree, REVIEWER: below },
  APPROVE_ELECTION: { REVIEWER: below, STATISTICIAN: below, UNION_ADMIN: below },
  // 延期 is granted from above, never by the union that is late.
  GRANT_EXTENSION: { REVIEWER: below, STATISTICIAN: below },
  // To the five roles at unions; and what belongs to accounts: codes, sessions, second factors, API tokens.
  APPOINT: { UNION_ADMIN: subtree, SECURITY_ADMIN: subtree },
  APPOINT_ADMINISTRATOR: { SECURITY_ADMIN: subtree },
  APPOINT_OPERATOR: { PLATFORM_OPERATOR: subtree },
  // 代报: recorded by the union's own document. Whom one may name from above is `entrustingProblems` in entrustment.ts.
  ENTRUST: { UNION_ADMIN: subtree },
  // To whom a union has entrusted its filing: its own people, and who administers from above.
  READ_ENTRUSTMENTS: {
    FILER: ['SELF'],
    REVIEWER: ['SELF'],
    STATISTICIAN: ['SELF'],
    LEADER: ['SELF'],
    UNION_ADMIN: subtree,
  },
  MANAGE_PERIODS: { STATISTICIAN: ['SELF'] },
  // 历史数据: what was filed elsewhere in periods that are over, of all unions, by the federation itself.
  IMPORT_HISTORY: { STATISTICIAN: ['SELF'] },
  DEFINE_FORMS: { STATISTICIAN: ['SELF'] },
  SET_PARAMETERS: { STATISTICIAN: ['SELF'], SYSTEM_ADMIN: ['SELF'] },
  // By when each level files, in the periods still to be opened.
  SET_CALENDAR: { STATISTICIAN: ['SELF'], SYSTEM_ADMIN: ['SELF'] },
  // Whoever runs the provider can sign in as those linked to it: decided by who guards the accounts.
  SET_IDENTITY_PROVIDER: { SECURITY_ADMIN: ['SELF'] },
  REMIND: { REVIEWER: subtree, STATISTICIAN: subtree, UNION_ADMIN: subtree },
  SCHEDULE_REMINDERS: { STATISTICIAN: ['SELF'], SYSTEM_ADMIN: ['SELF'] },
  // Whether and when totals were verified; what differs is figures.
  READ_CHECKS: { STATISTICIAN: ['SELF'], SYSTEM_ADMIN: ['SELF'] },
  VERIFY_TOTALS: { STATISTICIAN: ['SELF'] },
  // How much of the quota its attachments (附件) take.
  READ_USAGE: { STATISTICIAN: ['SELF'], UNION_ADMIN: ['SELF'], SYSTEM_ADMIN: ['SELF'] },
  // What was done to unions. A bureau has no auditor of its own; its administrator answers for it, and can alter no row.
  READ_AUDIT: { UNION_ADMIN: subtree, AUDIT_ADMIN: subtree },
  // All that was done, also to accounts and settings.
  READ_TENANT_AUDIT: { AUDIT_ADMIN: ['SELF'] },
  // At the platform, which is a tenant without figures. Nothing of another tenant is read by it.
  MANAGE_TENANTS: { PLATFORM_OPERATOR: ['SELF'] },
} as const satisfies Record<string, Partial<Record<ActingRole, readonly Exclude<Relation, 'OUTSIDE'>[]>>>;

export type Action = keyof typeof table;
export const actions = Object.keys(table) as Action[];

/** The action that appoints to a role, and administers the accounts of those who hold it. */
export function appointing(role: Role): Action {
  if (role === 'PLATFORM_OPERATOR') return 'APPOINT_OPERATOR';
  return isSeparate(role) ? 'APPOINT_ADMINISTRATOR' : 'APPOINT';
}

/** What a person holds at a union on a day: an appointment, or an entrustment in force. */
export interface Appointment {
  role: ActingRole;
  unionId: string;
  /** Of an ENTRUSTED_FILER: by which entrustment. */
  entrustmentId?: string;
}

/** How `unionId` stands to the union of an appointment. `ancestors`: the union's superiors, nearest first. */
export function relationTo(appointedAt: string, unionId: string, ancestors: readonly string[]): Relation {
  if (appointedAt === unionId) return 'SELF';
  const distance = ancestors.indexOf(appointedAt);
  return distance === -1 ? 'OUTSIDE' : distance === 0 ? 'CHILD' : 'DESCENDANT';
}

/** Whether any of the appointments allows the action on the union. */
export function may(
  action: Action,
  appointments: readonly Appointment[],
  unionId: string,
  ancestors: readonly string[],
): boolean {
  return appointments.some((appointment) => {
    const relations: readonly Relation[] | undefined = (
      table[action] as Partial<Record<ActingRole, readonly Relation[]>>
    )[appointment.role];
    return relations?.includes(relationTo(appointment.unionId, unionId, ancestors)) ?? false;
  });
}

/** Whether it is to file for its union. */
export const files = ({ role }: Appointment): boolean => role === 'FILER' || role === 'ENTRUSTED_FILER';
