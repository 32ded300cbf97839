import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync } from 'node:fs'
import { createInterface } from 'node:readline'
import { it } from 'node:test'
import { fileURLToPath } from 'node:url'

const ROOT = fileURLToPath(new URL('../../../..', import.meta.url))
const BUNDLER = `${ROOT}node_modules/@esbuild/${process.platform}-${process.arch}/bin/esbuild`

it('the example of the kit starts, and its pages and scripts are there', {
  skip: !existsSync(BUNDLER) && 'the bundler is not installed',
}, async () => {
  const options = ['--conditions=cartwright-source', '--disable-warning=ExperimentalWarning', 'examples/kit/server.ts']
  const child = spawn(process.execPath, options, { cwd: ROOT, env: { ...process.env, PORT: '0' }, stdio: ['ignore', 'pipe', 'inherit'] })
  try {
    const [url] = (await once(createInterface(child.stdout), 'line')) as [string]
    for (const [path, part] of [
      ['/elements', '<cart-drawer'],
      ['/client', 'data-product="mug:blue"'],
      ['/react', 'id="root" data-state='],
      ['/cart', 'Your cart is empty.'],
      ['/elements.min.js', 'cart-drawer'],
      ['/client-page.js', 'idempotency-key'],
      ['/react-page.js', 'idempotency_key'],
    ] as const) {
      const response = await fetch(url + path, { headers: { accept: 'text/html' } })
      assert.equal(response.status, 200, path)
      assert.ok((await response.text()).includes(part), path)
    }
  } finally {
    child.kill()
    await once(child, 'exit')
  }
})
