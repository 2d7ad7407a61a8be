/** A run: people at work, faults meanwhile, and the verdict. */
import { setTimeout as sleep } from 'node:timers/promises';
import { Chance } from '../chance.js';
import type { Started } from '../command.js';
import { chosen, isKill, make, told, untilUp } from './chaos.js';
import { Lane } from './lane.js';
import { type Course, Person } from './person.js';
import { startSite, type ProcessName, type Site } from './site.js';
import { buildTown, ofLane, periods, type Town } from './town.js';
import { repair, verdict } from './verdict.js';

/** How long everything may take to settle after the last fault, in milliseconds. */
const settling = 60_000;
/** Between two faults, in milliseconds. */
const shortest = 300;
const longest = 1_000;
/** How long a fault is put off at most until somebody has been answered since the one before, in milliseconds. */
const patience = 5_000;
/** Between two repairs, in milliseconds. */
const repairPause = 200;
const tick = 20;

export class FaultRun {
  /** The faults in their order, as they are told. */
  readonly faults: string[] = [];
  kills = 0;
  private readonly chance: Chance;
  /** What was wrong while people were at work. */
  private readonly findings: string[] = [];

  private constructor(
    private readonly site: Site,
    private readonly town: Town,
    private readonly people: { lanes: readonly Lane[]; statistician: Person; course: Course },
    seed: number,
  ) {
    this.chance = new Chance(seed);
  }

  /** Starts the product, in `checkout` where that is given, with its logs in `folder`, and signs the people of its town in. */
  static async open(started: Started, folder: string, seed: number, checkout?: string): Promise<FaultRun> {
    const site = await startSite(started, folder, checkout);
    const town = await buildTown(site);
    const course: Course = { answered: 0, repeated: 0, signal: new AbortController().signal };
    const enter = (login: string): Promise<Person> => new Person(site.apiUrl, login, course).signIn();
    const lanes = await Promise.all(
      town.pairs.map(async ({ clerk, reviewer }, n) => {
        const chance = new Chance(seed + n + 1);
        return new Lane(chance, ofLane(town.unions, n), await enter(clerk), await enter(reviewer));
      }),
    );
    const statistician = await enter(town.statistician);
    return new FaultRun(site, town, { lanes, statistician, course }, seed);
  }

  /** Makes faults until so many more processes were killed. Answers all that is wrong when they are over; see `verdict`. */
  async round(kills: number): Promise<string[]> {
    const { lanes, statistician, course } = this.people;
    course.signal = new AbortController().signal;
    let ending = false;
    const working = [...lanes.map((lane) => lane.work(() => ending)), this.repairing(() => ending)].map(
      (work) => work.catch((error: Error) => this.findings.push(error.message)),
    );
    const until = this.kills + kills;
    while (this.kills < until && this.findings.length === 0) await this.fault();
    ending = true;
    course.signal = AbortSignal.timeout(settling);
    for (const name of Object.keys(this.site.processes)) await untilUp(this.site, name as ProcessName);
    await Promise.all(working);
    if (this.findings.length > 0) return this.findings;
    return verdict({ site: this.site, town: this.town, lanes, statistician, course });
  }

  /** What was done, in one line. */
  get summary(): string {
    const { lanes, course } = this.people;
    const steps = lanes.flatMap(({ acknowledged }) => Object.values(acknowledged));
    return (
      `${this.kills} kills among ${this.faults.length} faults; ${steps.reduce((sum, n) => sum + n, 0)} steps of ` +
      `${lanes.length} clients acknowledged, ${course.repeated} requests sent once more`
    );
  }

  private async fault(): Promise<void> {
    const fault = chosen(this.chance);
    const pause = shortest + this.chance.below(longest - shortest);
    // Half of the faults meet a product that has come up again since the last one, the other half whatever there is.
    const waits = this.chance.below(2) === 0;
    await sleep(pause);
    if (waits) await this.answered();
    const made = await make(this.site, fault);
    this.faults.push(made ? told(fault) : `${told(fault)}: left out, since this user may not mount a disk`);
    if (isKill(fault)) this.kills += 1;
  }

  private async answered(): Promise<void> {
    const { course } = this.people;
    const before = course.answered;
    const end = performance.now() + patience;
    while (course.answered === before && performance.now() < end) await sleep(tick);
  }

  /** Rebuilds totals all the time: where all is well there is never anything to mend. */
  private async repairing(isEnding: () => boolean): Promise<void> {
    while (!isEnding()) {
      for (const period of periods) {
        // Looked at again at once: another repair would take away what this one has spoilt.
        for (const dryRun of [false, true]) {
          const wrong = await repair(this.people.statistician, this.town, period, dryRun);
          const when = dryRun ? 'after' : 'when';
          if (wrong > 0) this.findings.push(`${wrong} numbers were wrong ${when} ${period} was rebuilt`);
        }
      }
      await sleep(repairPause);
    }
  }
}
