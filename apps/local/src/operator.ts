/**
 * `npm run operator`: what only the owner of the database may do to accounts, as nobody inside could: the platform's first operator, and
 * an administrator of a tenant that has none. It prints a one-time code, by which the person chooses a password.
 */
import { join } from 'node:path';
import { isSeparate, type Role, roles } from '@huiji/domain/access';
import { addOperator, addPeople, platformCode } from '@huiji/migrations/tenant';
import { runCommand } from './command.js';
import { STATE } from './places.js';
import { PlainError } from './plain-error.js';
import { runningPostgres } from './postgres.js';

const usage = [
  '用法 Usage:',
  '  npm run operator -- add <login> <name>',
  '  npm run operator -- administrator <tenant> SYSTEM_ADMIN|SECURITY_ADMIN|AUDIT_ADMIN <login> <name>',
].join('\n');

await runCommand(operate, 130);

async function operate(): Promise<number> {
  const [command, ...args] = process.argv.slice(2);
  const url = process.env['DATABASE_URL'] || (await runningPostgres(join(STATE, 'postgres')));
  const [tenant, invitations] =
    command === 'add'
      ? [platformCode, await addOperator(url, personIn(args))]
      : command === 'administrator'
        ? await administrator(url, args)
        : stop(usage);
  const [invited] = invitations;
  if (!invited) return stop('该账号已存在,没有改变。 The login is taken; nothing was changed.');
  const { login, code, expiresAt } = invited;
  console.log(`租户/tenant ${tenant}, 账号/login ${login}, 代码/code ${code} (→ ${expiresAt.toISOString()})`);
  console.log('请用 redeemCode 设置密码,然后登录。 Choose a password by redeemCode, then sign in.');
  return 0;
}

async function administrator(url: string, [tenant, role, ...person]: string[]) {
  if (!tenant || !isAdministrator(role)) return stop(usage);
  const invitations = await addPeople(url, tenant, [{ role, ...personIn(person) }]);
  return [tenant, invitations ?? stop(`没有租户 ${tenant}。 There is no tenant ${tenant}.`)] as const;
}

function isAdministrator(text: string | undefined): text is Role {
  return text !== 'PLATFORM_OPERATOR' && roles.some((role) => role === text && isSeparate(role));
}

function personIn([login, name]: string[]): { login: string; name: string } {
  return login && name ? { login, name } : stop(usage);
}

function stop(sentence: string): never {
  throw new PlainError(sentence);
}
