// What scripts/check-board does in the browser.
const assert = require('node:assert/strict');
const path = require('node:path');
const {chromium} = require('playwright-core');

const [address, executablePath, pictures] = process.argv.slice(2);
const PATIENCE = 60_000;

async function main() {
  const browser = await chromium.launch({executablePath, args: ['--no-sandbox']});
  const context = await browser.newContext({viewport: {width: 1400, height: 900}});
  const page = await context.newPage();
  page.setDefaultTimeout(PATIENCE);
  const problems = [];
  page.on('console', (message) => ['error', 'warning'].includes(message.type()) && problems.push(message.text()));
  page.on('pageerror', (error) => problems.push(String(error)));
  page.on('request', (request) => {
    if (new URL(request.url()).origin !== new URL(address).origin && !request.url().startsWith('data:')) problems.push(`asks ${request.url()}`);
  });
  const picture = (name) => pictures && page.screenshot({path: path.join(pictures, `board-${name}.png`), fullPage: true});
  const row = (run) => page.locator(`article[data-run="${run}"]`);
  const curve = () => page.locator('figure[data-figure=loss] polyline.curve').first().getAttribute('points');
  const state = (run, word) => row(run).locator('.badge', {hasText: word}).waitFor();
  const moves = async () => {
    const before = await curve();
    await page.waitForFunction((old) => {
      const line = document.querySelector('figure[data-figure=loss] polyline.curve');
      return line && line.getAttribute('points') !== old;
    }, before);
  };
  const start = async (run, changes) => {
    await page.locator('#start-form [name=recipe]').selectOption({index: 0});
    await page.locator('#start-form [name=run]').fill(run);
    await page.locator('#start-form [name=overrides]').fill(changes);
    await page.locator('#start-form button').click();
  };

  await page.goto(address);
  assert.ok(!page.url().includes('token'), 'the token leaves the address');
  await page.getByText('There are no runs in this folder yet.').waitFor();
  await page.locator('#start summary').click();

  // A mistake is told before anything begins.
  problems.length = 0;
  await start('first', 'max_step=3');
  await page.locator('#start-said.problem', {hasText: 'no stage of this recipe has this key'}).waitFor();
  assert.equal(await row('first').count(), 0);
  assert.ok(problems.every((problem) => problem.includes('409')), problems.join());
  problems.length = 0;

  await start('first', 'learning_rate=0.002');
  await state('first', 'running');
  await page.locator('figure[data-figure=loss] polyline.curve').waitFor();
  for (let i = 0; i < 5; i++) await moves();
  console.log('a curve moves while training goes on');

  await page.locator('figure[data-figure=eval_loss] polyline.curve').waitFor();
  await row('first').getByRole('button', {name: 'Stop'}).click();
  await state('first', 'stopped');
  console.log('stopped from the page');
  await row('first').getByRole('button', {name: 'Go on'}).click();
  await state('first', 'running');
  for (let i = 0; i < 3; i++) await moves();
  console.log('it goes on');
  await row('first').getByRole('button', {name: 'Stop'}).click();
  await state('first', 'stopped');

  await start('second', 'learning_rate=0.0002\nmax_steps=60');
  await state('second', 'done');
  await page.locator('#start summary').click();
  await page.locator('figure[data-figure=loss] polyline.c1').first().waitFor();
  console.log('two runs in one figure');

  await row('first').locator('button.name').click();
  await page.getByRole('tab', {name: 'Differences'}).click();
  const difference = page.locator('#panel tr', {hasText: 'train.learning_rate'});
  await difference.waitFor();
  assert.match(await difference.innerText(), /0\.002[\s\S]*2\.0E-4/);
  await page.getByRole('tab', {name: 'Samples'}).click();
  await page.locator('#panel h3', {hasText: 'Line 7'}).waitFor();
  await page.keyboard.press('ArrowRight');
  await page.locator('#panel pre', {hasText: 'hidden_size: 32'}).waitFor();
  console.log('differences, samples and recipe');

  const loss = page.locator('figure[data-figure=loss]');
  await loss.locator('svg').focus();
  await page.keyboard.press('Home');
  await loss.locator('.readout', {hasText: 'at 1'}).waitFor();
  const first = await loss.locator('.readout').innerText();
  await page.keyboard.press('ArrowRight');
  assert.notEqual(await loss.locator('.readout').innerText(), first);
  await page.keyboard.press('Escape');
  for (const along of ['time', 'tokens', 'step']) await page.locator('#view [name=along]').selectOption(along);
  await page.locator('#view [name=log]').check();
  await page.locator('#view [name=log]').uncheck();
  await page.getByRole('tab', {name: 'Stages'}).click();
  await picture('1400');

  await page.setViewportSize({width: 400, height: 800});
  await page.waitForTimeout(500);
  assert.equal(await page.evaluate(() => document.documentElement.scrollWidth), 400, 'nothing is wider than a telephone');
  await picture('400');
  await page.emulateMedia({colorScheme: 'dark'});
  await page.setViewportSize({width: 1400, height: 900});
  await page.waitForTimeout(500);
  await picture('dark');
  console.log('two widths, dark and light, keyboard');

  const stranger = await (await browser.newContext()).newPage();
  const refused = await stranger.goto(new URL(address).origin);
  assert.equal(refused.status(), 401);
  assert.deepEqual(problems, []);
  console.log('nobody else gets in; the page has no errors and asks nothing of others');
  await browser.close();
}

main().then(() => console.log('the board works'), (failure) => {
  console.error(failure);
  process.exit(1);
});
