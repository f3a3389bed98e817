# Sourced by the scripts: paths, messages, and commands as root.
# shellcheck shell=bash
root="$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)"
tools="$root/.tools"
cd "$root"

say() { printf '%s: %s\n' "${0##*/}" "$*"; }
die() { printf '%s: %s\n' "${0##*/}" "$*" >&2; exit 1; }
have() { command -v "$1" >/dev/null 2>&1; }

# Runs a command as root without ever asking for a password.
as_root() {
  if [ "$(id -u)" = 0 ]; then "$@"
  elif have sudo && sudo -n true 2>/dev/null; then sudo -n "$@"
  else return 126
  fi
}

can_apt() {
  have apt-get && { [ "$(id -u)" = 0 ] || { have sudo && sudo -n true 2>/dev/null; }; }
}

# apt_install PACKAGE…: asks no questions, waits for other package managers, and tries again when the network or a lock fails.
# Its output goes to a file and is shown only after a failure.
apt_install() {
  local attempt log="$tools/apt-get.log"
  mkdir -p "$tools"
  for attempt in 1 2 3; do
    if [ -z "${apt_updated:-}" ]; then
      as_root env DEBIAN_FRONTEND=noninteractive apt-get -q -o Acquire::Retries=3 update </dev/null >"$log" 2>&1 && apt_updated=1
    fi
    if as_root env DEBIAN_FRONTEND=noninteractive apt-get -q -y --no-install-recommends \
      -o DPkg::Lock::Timeout=300 -o Acquire::Retries=3 -o Dpkg::Use-Pty=0 install "$@" </dev/null >>"$log" 2>&1; then
      return 0
    fi
    tail -n 15 "$log"
    say "apt-get could not install $* (attempt $attempt of 3)"
    unset apt_updated
    sleep $((attempt * 5))
  done
  return 1
}

# A stamp with a lock file's fingerprint shows whether an installation is up to date.
fingerprint() { sha256sum <"$1" | cut -d ' ' -f 1; }
