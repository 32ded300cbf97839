import { defineElements } from './index.ts'

// The file for pages without a bundler: loading it is using it.
defineElements()
