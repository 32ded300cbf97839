// The script of the form that lists a garment: that of every page, and its own.
import './shop.ts'
import './live-preview.ts'
