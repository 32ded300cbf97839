#!/usr/bin/env node
const { node } = process.versions
if (Number.parseInt(node, 10) < 24) {
  console.error(`cartwright: Node 24 or later is needed, and this is ${node}`)
  process.exit(2)
}
// Here and not in dist, because npm links a command when it installs, and dist is built after that.
await import('../dist/cli/main.js')
