#!/bin/sh
# tlc-service NAME [ARGUMENTS]: runs a service of the build in this folder, or with `cli` the program tlc, in place of this
# shell.
set -eu

name="${1:-}"
main="dist/apps/$name/src/main.js"

case "$name" in
'' | *[!a-z]*) main='' ;;
esac

if [ ! -f "$main" ]; then
  echo "tlc-service: there is no service '$name'; there are: $(cd dist/apps && echo *)" >&2
  exit 64
fi

shift
exec node "$main" "$@"
