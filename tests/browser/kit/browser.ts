/** The browser itself: one for each test file, started when the file's tests begin. */
import { tmpdir } from 'node:os'
import { type Browser, chromium } from 'playwright-core'
import { findChromium } from './chromium.ts'

// It runs as root in most containers, and must talk to nobody but the shop.
const FLAGS = ['--no-sandbox', '--disable-background-networking', '--disable-component-update', '--disable-sync', '--no-first-run']

/** Starts a browser without windows. Its home is the temporary folder, so nothing of the machine's own settings reaches it. */
export async function openBrowser(): Promise<Browser> {
  const { path, environment } = await findChromium()
  const env = { PATH: process.env.PATH ?? '', HOME: tmpdir(), ...environment }
  return chromium.launch({ executablePath: path, args: FLAGS, env })
}
