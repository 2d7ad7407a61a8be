import { randomBytes } from 'node:crypto';
import { DataSource } from 'typeorm';
import { Organisation1795305600000 } from './0001-organisation.js';
import { FilingAndRollup1795309200000 } from './0002-filing-and-rollup.js';
import { OrganisationInTime1795395600000 } from './0003-organisation-in-time.js';
import { Catalogue1795593600000 } from './0004-catalogue.js';
import { Forms1795620000000 } from './0005-forms.js';
import { Reminder1795654800000 } from './0006-reminder.js';
import { AuditChain1795685000000 } from './0007-audit-chain.js';
import { Verification1795688000000 } from './0008-verification.js';
import { Review1795690000000 } from './0009-review.js';
import { AsOf1795690800000 } from './0010-as-of.js';
import { Signature1795700000000 } from './0011-signature.js';
import { Attachment1795710000000 } from './0012-attachment.js';
import { Identity1795710000000 } from './0013-identity.js';
import { Roles1795720000000 } from './0014-roles.js';
import { Entrustment1795715000000 } from './0015-entrustment.js';
import { OpenIdConnect1795740000000 } from './0016-openid-connect.js';
import { PersonalData1795750000000 } from './0017-personal-data.js';
import { Operation1795760000000 } from './0018-operation.js';
import { FailedDeliveries1795770000000 } from './0019-failed-deliveries.js';
import { Import1795780000000 } from './0020-import.js';
import { History1795790000000 } from './0021-history.js';
import { Watch1795800000000 } from './0022-watch.js';
import { ReportTemplate1795810000000 } from './0023-report-template.js';
import { WorkReport1795820000000 } from './0024-work-report.js';
import { Target1795830000000 } from './0025-target.js';
import { Notice1795916400000 } from './0026-notice.js';
import { WorkRecord1795953600000 } from './0027-work-record.js';
import { Homes1796040000000 } from './0028-homes.js';
import { Appraisal1796126400000 } from './0029-appraisal.js';
import { MembershipTransfer1796212800000 } from './0030-membership-transfer.js';
import { RecordAttachment1796220000000 } from './0031-record-attachment.js';
import { UndoneDraft1796300000000 } from './0033-undone-draft.js';
import { SetAside1796600000000 } from './0036-set-aside.js';

/** Any number: it only has to be the same in every process that migrates the same database. */
const migrationLock = 7_295_881;

const connect = (url: string) =>
  new DataSource({
    type: 'postgres',
    url,
    migrations: [
      Organisation1795305600000,
      FilingAndRollup1795309200000,
      OrganisationInTime1795395600000,
      Catalogue1795593600000,
      Forms1795620000000,
      Reminder1795654800000,
      AuditChain1795685000000,
      Verification1795688000000,
      Review1795690000000,
      AsOf1795690800000,
      Signature1795700000000,
      Attachment1795710000000,
      Identity1795710000000,
      Roles1795720000000,
      Entrustment1795715000000,
      OpenIdConnect1795740000000,
      PersonalData1795750000000,
      Operation1795760000000,
      FailedDeliveries1795770000000,
      Import1795780000000,
      History1795790000000,
      Watch1795800000000,
      ReportTemplate1795810000000,
      WorkReport1795820000000,
      Target1795830000000,
      Notice1795916400000,
      WorkRecord1795953600000,
      Homes1796040000000,
      Appraisal1796126400000,
      MembershipTransfer1796212800000,
      RecordAttachment1796220000000,
      UndoneDraft1796300000000,
      SetAside1796600000000,
    ],
    poolSize: 2,
  }).initialize();

/**
 * Brings the database at `url` to the newest schema. The role must own the database (or its `public` schema)
 * and may create roles. Two processes that migrate at once do it one after the other.
 */
export async function migrate(url: string): Promise<void> {
  const source = await connect(url);
  const guard = source.createQueryRunner();
  try {
    await guard.query('SELECT pg_advisory_lock($1)', [migrationLock]);
    await source.runMigrations({ transaction: 'each' });
  } finally {
    await guard.release();
    await source.destroy();
  }
}

/** The names of all migrations of this code, as the database at `url` would note them. */
export async function knownMigrations(url: string): Promise<string[]> {
  const source = await connect(url);
  try {
    return source.migrations.map(({ name, constructor }) => name ?? constructor.name);
  } finally {
    await source.destroy();
  }
}

/** A role's password cannot be a parameter. */
const literal = (text: string): string => `'${text.replaceAll("'", "''")}'`;

/**
 * Gives the application a login of its own, `huiji_app_<database>`, and returns its URL. The role is neither owner nor
 * superuser, so row-level security binds it. The former password ends; without one given it is a fresh random one.
 */
export async function grantLogin(
  url: string,
  password = randomBytes(24).toString('base64url'),
): Promise<string> {
  const source = await connect(url);
  try {
    const [{ name }] = await source.query<[{ name: string }]>('SELECT current_database() AS name');
    const role = `huiji_app_${name}`.slice(0, 63);
    const [found] = await source.query<unknown[]>('SELECT 1 FROM pg_roles WHERE rolname = $1', [role]);
    // Only a superuser may so much as name some attributes of a role that exists; openDataSource checks them.
    const created = 'NOSUPERUSER NOBYPASSRLS NOCREATEDB NOCREATEROLE';
    const verb = found ? `ALTER ROLE "${role}"` : `CREATE ROLE "${role}" ${created}`;
    await source.query(`${verb} LOGIN PASSWORD ${literal(password)}`);
    await source.query(`GRANT huiji_app TO "${role}"`);
    const app = new URL(url);
    app.username = role;
    app.password = password;
    return app.toString();
  } finally {
    await source.destroy();
  }
}
