import { run } from './run.ts'

// Whoever reads may have had enough, such as `head`: the work goes on, and nobody is told.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code !== 'EPIPE') throw error
})

process.exitCode = await run(process.argv.slice(2), {
  address: process.env.DATABASE_URL,
  out: (text) => process.stdout.write(text),
  note: (text) => process.stderr.write(text),
})
