/** `npm run test:e2e [-- pattern]`: the tests in a browser alone, on fresh servers that are gone afterwards. */
import { runBrowserTests } from './browser-tests.js';
import { runCommand, type Started } from './command.js';
import { lastLine } from './counts.js';
import { startTestServers } from './jest.js';
import { temporaryFolder } from './temporary.js';

await runCommand(endToEnd, 130);

async function endToEnd(started: Started): Promise<number> {
  const [folder] = await started.together(temporaryFolder);
  const servers = await startTestServers(started, folder.path);
  const counts = await runBrowserTests(started, servers, folder.path, process.argv.slice(2));
  if (started.stopping) return 1; // interrupted: half a count is none

  await started.stop(); // before the last line, so that nothing follows it
  console.log(lastLine(counts));
  return counts.failed > 0 || counts.passed === 0 ? 1 : 0;
}
