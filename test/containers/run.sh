#!/usr/bin/env bash
# On a real server: the contract suite, every path and field it describes, what is left behind, and all of scenarios/vault over both transports.
#   KIND   container (default) or binary
#   IMAGE  of a container; the default one where it is not set
#   RECORD=1 keeps the answers of the contract suite under test/contract/recorded
set -euo pipefail
cd "$(dirname "$0")/../.."
export PATH="$PWD/node_modules/.bin:$PATH"
kind=${KIND:-container}
image=${IMAGE:-}

CONTRACT_VAULT=$kind CONTRACT_IMAGE=$image \
  vitest run --config test/vitest.config.ts --maxWorkers=1 \
  test/contract/real.test.ts test/contract/every-path.test.ts test/contract/every-field.test.ts \
  test/containers

for transport in memory sockets; do
  echo "scenarios/vault, --vault $kind ${image:+--image $image }--transport $transport"
  node harness/cli/main.ts test scenarios/vault \
    --vault "$kind" ${image:+--image "$image"} --transport "$transport"
done
