#!/usr/bin/env bash
# setup.sh: what Gradescope does once, as root, when the autograder is built: installs the packages of
# the distribution that the kit needs, and compiles it.
set -e
kit=${AUTOGRADER_ROOT:-/autograder}/source/memrepl
if ! command -v make >/dev/null; then
    apt-get update
    DEBIAN_FRONTEND=noninteractive apt-get install -y --no-install-recommends make
fi
"$kit/src/setup.sh" unpack
make -C "$kit" LTO= all build/unpack
chmod -R a+rX "$kit" # hand-ins are graded as nobody
