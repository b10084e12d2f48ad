/**
 * `npm run bench:page`: how smoothly the sandbox's page draws while requests arrive. The sandbox has a
 * process of its own, and so has the browser; this one sends. What counts is the time from frame to frame.
 */
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { parseArgs } from 'node:util';

import { chromium, type Page } from 'playwright-core';

import type { SandboxAddress } from './page-sandbox.js';
import { sendSteadily } from './steady-load.js';

const EXECUTABLE = process.env['CHROMIUM_PATH'] ?? '/usr/bin/chromium';
const WARM_UP_MS = 2_000;
const GOAL_MS = 50;

const { values: flags } = parseArgs({
  options: {
    rate: { type: 'string', default: '2000' },
    seconds: { type: 'string', default: '10' },
  },
});

/** Milliseconds from frame to frame, in the page. */
const gapsFor = (page: Page, ms: number): Promise<number[]> =>
  page.evaluate<number[]>(
    `new Promise((resolve) => {
      const gaps = [];
      const began = performance.now();
      let last = began;
      const frame = (now) => {
        gaps.push(now - last);
        last = now;
        if (now - began < ${ms}) requestAnimationFrame(frame);
        else resolve(gaps.slice(1));
      };
      requestAnimationFrame(frame);
    })`,
  );

function report(title: string, gaps: readonly number[]): number {
  const sorted = [...gaps].sort((a, b) => a - b);
  const at = (share: number): number => sorted[Math.floor((sorted.length - 1) * share)] ?? 0;
  const seconds = gaps.reduce((sum, gap) => sum + gap, 0) / 1_000;
  const figures = [
    `${(gaps.length / seconds).toFixed(0)} frames/s`,
    `p50 ${at(0.5).toFixed(1)} ms`,
    `p95 ${at(0.95).toFixed(1)} ms`,
    `p99 ${at(0.99).toFixed(1)} ms`,
    `longest ${at(1).toFixed(1)} ms`,
  ];
  console.log(`${title.padEnd(36)}${figures.join('   ')}`);
  return at(0.95);
}

/** What a reader may do meanwhile. */
const SITUATIONS: readonly (readonly [title: string, prepare: (page: Page) => Promise<void>])[] = [
  ['messages, at the top', () => Promise.resolve()],
  ['requests, at the top', (page) => page.getByRole('link', { name: /^Requests/ }).click()],
  [
    'requests, scrolled away',
    (page) => page.evaluate('document.querySelector(".list .scroll").scrollTop = 4000'),
  ],
  ['messages, with a search', (page) => page.getByRole('searchbox').fill('bed 12 potassium')],
];

async function measure(address: SandboxAddress): Promise<void> {
  const browser = await chromium.launch({
    executablePath: EXECUTABLE,
    args: ['--headless', '--no-sandbox', '--disable-gpu'],
  });
  const page = await browser.newPage({ viewport: { width: 1280, height: 800 } });
  await page.goto(address.pageUrl);
  await page.locator('.live[data-state=live]').waitFor();
  report('nothing arrives', await gapsFor(page, 2_000));
  const load = sendSteadily(address, Number(flags.rate));
  try {
    let worst = 0;
    for (const [title, prepare] of SITUATIONS) {
      await page.waitForTimeout(WARM_UP_MS);
      await prepare(page);
      const before = load.answered;
      const ms = Number(flags.seconds) * 1_000;
      const gaps = await gapsFor(page, ms);
      worst = Math.max(worst, report(title, gaps));
      console.log(
        `  ${((load.answered - before) / (ms / 1_000)).toFixed(0)} requests/s were answered`,
      );
    }
    const verdict = worst < GOAL_MS ? 'met' : 'missed';
    console.log(`p95 below ${GOAL_MS} ms: ${verdict} (${worst.toFixed(1)} ms)`);
  } finally {
    load.stop();
    await browser.close();
  }
}

if (!existsSync(EXECUTABLE)) throw new Error(`no Chromium at ${EXECUTABLE}; set CHROMIUM_PATH`);
const child = fork(new URL('./page-sandbox.ts', import.meta.url), {
  execArgv: ['--import', 'tsx'],
});
try {
  const [address] = (await once(child, 'message')) as [SandboxAddress];
  await measure(address);
} finally {
  child.kill();
}
