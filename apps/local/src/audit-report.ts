/** Verifies the audit of tenants, and says on the terminal what it finds. */
import type { Anchor, Finding } from '@huiji/domain/audit-chain';
import { auditedTenants } from '@huiji/store/audit-chain';
import { checkAnchors, mayWait, type Verified, verifyChain } from '@huiji/store/audit-verify';
import { reading, sqlOne, type Tx } from '@huiji/store/data-source';
import type { DataSource } from 'typeorm';
import { anchorsIn } from './anchors.js';
import { PlainError } from './plain-error.js';

/** How many findings of a tenant are printed. */
const mostPrinted = 50;

interface Anchored {
  /** The newest head that was anchored, by its seal. */
  newest: number;
  findings: Finding[];
}

/**
 * Verifies every tenant, or the one of a code, against its events and the anchors in a folder. Answers how many findings there are. `waits`:
 * the seconds that an event may wait for its seal.
 */
export async function reportAudit(
  source: DataSource,
  {
    folder,
    only,
    waits = mayWait,
  }: { folder?: string | undefined; only?: string | undefined; waits?: number },
): Promise<number> {
  const tenants = new Map<string, string>();
  for (const tenantId of await auditedTenants(source))
    tenants.set(tenantId, await reading(source, tenantId, (tx) => codeOf(tx, tenantId)));
  if (only && ![...tenants.values()].includes(only))
    throw new PlainError(`没有租户 ${only}。 There is no tenant ${only}.`);
  // The anchors first: a head is anchored only once it is in the chain.
  const anchored = folder ? await compareAnchors(source, tenants, folder) : null;
  let wrong = 0;
  for (const [tenantId, code] of tenants) {
    if (only && code !== only) continue;
    const verified = await reading(source, tenantId, (tx) => verifyChain(tx, tenantId, waits));
    const { newest = 0, findings = [] } = anchored?.get(tenantId) ?? {};
    const all = [...verified.findings, ...findings];
    console.log(summary(code, verified, anchored ? newest : null));
    tell(all, verified.cut);
    wrong += all.length;
  }
  for (const [tenantId, { findings }] of anchored ?? []) {
    if (tenants.has(tenantId) || only) continue;
    console.log(`${tenantId}: 已锚定,但已无此租户 / anchored, but no such tenant is left`);
    tell(findings, false);
    wrong += findings.length;
  }
  if (!folder)
    console.log(
      '未设置 AUDIT_ANCHOR_DIR:无法发现链尾被截断。 AUDIT_ANCHOR_DIR is not set: that the end of a chain was cut off cannot be found out.',
    );
  console.log(
    wrong === 0
      ? '审计链完整,未发现篡改。 The audit is as it was sealed: nothing was found.'
      : `审计链有 ${wrong} 处异常,见上。请保存现场,并与锚点副本和备份核对。 ${wrong} findings in the audit, listed above: keep everything as it is, and compare it with a copy of the anchors and a backup.`,
  );
  return wrong;
}

async function codeOf(tx: Tx, tenantId: string): Promise<string> {
  return (await sqlOne<{ code: string }>(tx, 'SELECT code FROM tenant WHERE tenant_id = $1', [tenantId]))
    .code;
}

/** What the anchors say of each tenant that they name; of a tenant that is gone, that all of it was cut off. */
async function compareAnchors(
  source: DataSource,
  tenants: ReadonlyMap<string, string>,
  folder: string,
): Promise<Map<string, Anchored>> {
  const told = new Map<string, Anchored>();
  for await (const anchors of anchorsIn(folder)) {
    const byTenant = new Map<string, Anchor[]>();
    for (const one of anchors) {
      const heads = byTenant.get(one.tenantId);
      if (heads) heads.push(one);
      else byTenant.set(one.tenantId, [one]);
    }
    for (const [tenantId, heads] of byTenant) {
      const newest = heads.reduce((a, b) => (b.number > a.number ? b : a));
      const findings: Finding[] = tenants.has(tenantId)
        ? await reading(source, tenantId, (tx) => checkAnchors(tx, tenantId, heads))
        : [{ kind: 'TRUNCATED', seal: newest.number, sequence: newest.sequence }];
      const before = told.get(tenantId) ?? { newest: 0, findings: [] };
      told.set(tenantId, {
        newest: Math.max(before.newest, newest.number),
        findings: [...before.findings, ...findings],
      });
    }
  }
  return told;
}

function summary(code: string, { events, sealed, seals, head }: Verified, anchored: number | null): string {
  const end = head ? `${head.sequence} ${head.hash} (${head.at})` : '-';
  const anchor = anchored === null ? '' : `, 已锚定/anchored: ${anchored} / ${seals}`;
  return `${code}: 事件/rows ${events}, 已封存/sealed ${sealed}, 批次/seals ${seals}${anchor}, 链头/head ${end}`;
}

function tell(findings: readonly Finding[], cut: boolean): void {
  for (const { kind, eventId, sequence, until, seal } of findings.slice(0, mostPrinted)) {
    const several = (from: number) => (until !== undefined && until !== from ? `${from}…${until}` : from);
    const about = [
      eventId && `event ${eventId}`,
      sequence !== undefined && `place ${several(sequence)}`,
      seal !== undefined && `seal ${several(seal)}`,
      kind === 'UNSEALED' && `for more than ${mayWait} s`,
    ];
    console.log(`  ${kind.padEnd(9)} ${about.filter(Boolean).join(', ')}`);
  }
  const more = findings.length - mostPrinted;
  if (more > 0) console.log(`  … 另有/more: ${more}`);
  if (cut) console.log('  … 异常过多,未继续核对/too many findings: the walk ended early');
}
