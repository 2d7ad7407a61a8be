import { execFile } from 'node:child_process';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { layoutOf } from '@huiji/domain/form';
import type { Started } from '../command.js';
import { APP_LADDER, run } from '../processes.js';
import { freePort, untilReady } from '../supervise.js';
import { asOwner } from './federation.js';
import { type BenchTenant, form } from './tenant.js';

/** What is put beside us: never a dependency of ours. It wants a newer Node than we do, which npm has as well. */
const packages = ['postgraphile@5.1.5', 'node@24.21.0'];

/** Serves the schema `beside` as the application's role in one tenant, whoever asks. */
const program = `
import { createServer } from 'node:http';
import { postgraphile } from 'postgraphile';
import { makePgService } from 'postgraphile/adaptors/pg';
import { grafserv } from 'postgraphile/grafserv/node';
import { PostGraphileAmberPreset } from 'postgraphile/presets/amber';

const pgl = postgraphile({
  extends: [PostGraphileAmberPreset],
  grafserv: { graphqlPath: '/graphql', graphiql: false, websockets: false },
  pgServices: [
    makePgService({
      connectionString: process.env.DATABASE_URL,
      schemas: ['beside'],
      poolConfig: { max: 8, options: '-c jit=off' },
      pgSettings: { 'app.tenant_id': process.env.TENANT_ID },
    }),
  ],
});
process.on('disconnect', () => process.exit());
const server = createServer();
await pgl.createServ(grafserv).addTo(server);
server.listen(Number(process.env.PORT), '127.0.0.1', () => process.send('ready'));
`;

/** The totals of the unions directly below a body, and their cells, as views: PostGraphile reads tables and views alone. */
const views = (cells: readonly string[]): string => `
  CREATE SCHEMA beside;
  CREATE TABLE beside.shown (cell text, part int, at int);
  INSERT INTO beside.shown VALUES ${cells
    .map((code) => layoutOf(form).cell(code)!)
    .map(({ cell, part, index }) => `('${cell.code}', ${part}, ${index + 1})`)
    .join(', ')};
  CREATE VIEW beside.child WITH (security_invoker) AS
    SELECT a.parent_id, p.name AS parent_name, u.id, u.code, u.level, u.name, r.form, r.period,
      (r.totals[1] + r.totals[2])::int AS reports_expected, (f.totals[1] + f.totals[2])::int AS reports_accepted
    FROM public.affiliation a
    JOIN public.trade_union p ON p.tenant_id = a.tenant_id AND p.id = a.parent_id
    JOIN public.trade_union u ON u.tenant_id = a.tenant_id AND u.id = a.union_id
    JOIN public.rollup r ON r.tenant_id = a.tenant_id AND r.union_id = u.id AND r.part = 0
    JOIN public.rollup f ON f.tenant_id = a.tenant_id AND f.union_id = u.id AND f.part = 1 AND f.form = r.form AND f.period = r.period
    WHERE a.recorded_to IS NULL AND a.valid_to IS NULL;
  CREATE VIEW beside.child_cell WITH (security_invoker) AS
    SELECT f.union_id, f.form, f.period, s.cell, CASE WHEN f.filled[s.at] > 0 THEN f.totals[s.at]::text END AS value,
      CASE WHEN f.about[s.at] > 0 THEN 'ABOUT' WHEN f.at_least[s.at] > 0 THEN 'AT_LEAST' WHEN f.filled[s.at] > 0 THEN 'EXACT'
        WHEN f.not_applicable[s.at] > 0 THEN 'NOT_APPLICABLE' ELSE 'MISSING' END AS mark,
      f.filled[s.at] AS filled, f.not_applicable[s.at] AS not_applicable, r.totals[1]::int AS expected,
      greatest(0, r.totals[1]::int - f.filled[s.at] - f.not_applicable[s.at]) AS missing
    FROM public.rollup f JOIN beside.shown s ON s.part = f.part
    JOIN public.rollup r ON r.tenant_id = f.tenant_id AND r.union_id = f.union_id AND r.part = 0 AND r.form = f.form AND r.period = f.period;
  COMMENT ON VIEW beside.child IS E'@primaryKey id,form,period';
  COMMENT ON VIEW beside.child_cell IS E'@primaryKey union_id,form,period,cell\\n@foreignKey (union_id,form,period) references beside.child (id,form,period)|@foreignFieldName cells';
  ANALYZE beside.shown;
  GRANT USAGE ON SCHEMA beside TO PUBLIC;
  GRANT SELECT ON ALL TABLES IN SCHEMA beside TO PUBLIC`;

/** What is asked of PostGraphile. */
export const childrenBeside = `query ($unionId: UUID!, $form: String!, $period: String!) {
  allChildren(condition: { parentId: $unionId, form: $form, period: $period }, orderBy: [CODE_ASC], first: 50) {
    nodes { id: rowId code level parentId parentName name reportsExpected reportsAccepted
      cells { nodes { cell value mark filled notApplicable expected missing } } }
    pageInfo { endCursor hasNextPage } } }`;

/** Puts a PostGraphile beside the api, over views of the same tables, and answers where it is asked; null where npm cannot fetch it. */
export async function startPostGraphile(
  started: Started,
  tenant: BenchTenant,
  { env, folder, cells }: { env: NodeJS.ProcessEnv; folder: string; cells: readonly string[] },
): Promise<string | null> {
  const home = join(folder, 'beside');
  await mkdir(home);
  await writeFile(join(home, 'package.json'), '{ "private": true }');
  const install = [
    'install',
    '--engine-strict=false',
    '--no-audit',
    '--no-fund',
    '--loglevel=error',
    ...packages,
  ];
  const failed = await promisify(execFile)('npm', install, { cwd: home }).then(
    () => null,
    (error: Error) => error,
  );
  if (failed) {
    console.log(
      `PostGraphile is left out, since npm cannot fetch it: ${failed.message.split('\n')[1] ?? ''}`,
    );
    return null;
  }
  await writeFile(join(home, 'postgraphile.mjs'), program);
  await asOwner(tenant, (owner) => owner.query(views(cells)));
  const port = await freePort();
  const settings = {
    PORT: String(port),
    TENANT_ID: tenant.scope.tenantId,
    NODE_ENV: 'production',
    GRAPHILE_ENV: 'production',
  };
  await started.together(async () => {
    const running = run(
      join(home, 'node_modules/node/bin/node'),
      [join(home, 'postgraphile.mjs')],
      {
        cwd: home,
        env: { ...env, ...settings },
        detached: true,
        stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
      },
      APP_LADDER,
    );
    let ready = false;
    running.onMessage((message) => (ready ||= message === 'ready'));
    await untilReady(
      'PostGraphile',
      running,
      () => Promise.resolve(ready),
      30,
      () => Promise.resolve('Its own message is above.'),
    );
    return running;
  });
  return `http://127.0.0.1:${port}/graphql`;
}
