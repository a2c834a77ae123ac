# shellcheck shell=bash
# What every script here shares; sourced, never run.

# The project's root, whatever folder the script is called from.
# shellcheck disable=SC2034
root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)

# One line to the person at the terminal, on standard error so that output stays clean.
say() { printf '%s\n' "$*" >&2; }

# die CODE MESSAGE: ends the script; 1 the answer is no, 2 bad usage, 69 something is missing.
die() {
    local code=$1
    shift
    say "${0##*/}: $*"
    exit "$code"
}

# Prints the comment block that stands under the shebang line of the calling script.
usage() { sed -n '2,${/^#/!q;s/^# \{0,1\}//;p;}' "$0"; }

# value_of OPTION VALUE...: the value of an option, or an error where none follows.
value_of() {
    [ $# -ge 2 ] || die 2 "$1 needs a value; see --help"
    printf '%s' "$2"
}
