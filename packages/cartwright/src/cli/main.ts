import { run } from './run.ts'

process.exitCode = await run(process.argv.slice(2), {
  address: process.env.DATABASE_URL,
  out: (text) => process.stdout.write(text),
  note: (text) => process.stderr.write(text),
})
