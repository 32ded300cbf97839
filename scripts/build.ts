/** Builds packages/cartwright/dist: ESM and type declarations by tsc, and beside them the migrations and the style sheet of the admin. Types are checked by `npm run typecheck`. */
import { spawnSync } from 'node:child_process'
import { cpSync, existsSync, globSync, rmSync } from 'node:fs'
import { fileURLToPath } from 'node:url'

const root = fileURLToPath(new URL('..', import.meta.url))
const library = `${root}packages/cartwright`

rmSync(`${library}/dist`, { recursive: true, force: true })

if (!existsSync(`${root}node_modules/typescript`)) {
  console.log('build: skipped, the compiler is not installed (an install without development dependencies)')
  process.exit(0)
}

const compiler = spawnSync(process.execPath, [`${root}node_modules/typescript/bin/tsc`, '--project', `${library}/tsconfig.build.json`], {
  stdio: 'inherit',
})
if (compiler.status !== 0) {
  console.error('build: the compiler refused packages/cartwright, see above')
  process.exit(1)
}

const migrations = globSync('**/*.sql', { cwd: `${library}/src` })
for (const file of [...migrations, 'admin/styles.css']) cpSync(`${library}/src/${file}`, `${library}/dist/${file}`)

const modules = globSync('**/*.js', { cwd: `${library}/dist` })
console.log(`build: packages/cartwright/dist, ${modules.length} modules, ${migrations.length} migrations`)
