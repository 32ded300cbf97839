#!/usr/bin/env node
// Here and not in dist, because npm links a command when it installs, and dist is built after that.
import '../dist/cli/main.js'
