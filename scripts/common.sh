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

# --- A broker of the script's own ------------------------------------------------
# Processes that the script started, in the order of starting; stop_all ends them.
children=()
broker_pid=

# Whether a process is there; false without one.
runs() { [ -n "$1" ] && kill -0 "$1" 2>/dev/null; }

# until_true SECONDS PID COMMAND...: true once the command is, false where time or process ends first.
until_true() {
    local deadline=$((SECONDS + $1)) pid=$2
    shift 2
    while runs "$pid" && [ "$SECONDS" -le "$deadline" ]; do
        if "$@"; then
            runs "$pid"
            return
        fi
        sleep 0.1
    done
    return 1
}

# Whether somebody listens on a loopback port.
answers() { (exec 3<>"/dev/tcp/127.0.0.1/$1") 2>/dev/null; }

# listens PID PORT: whether that process itself listens there, and not somebody who was quicker.
listens() {
    local socket
    socket=$(awk -v at="$(printf '0100007F:%04X' "$2")" '$2 == at && $4 == "0A" { print $10 }' /proc/net/tcp)
    [ -n "$socket" ] && [ -n "$(find "/proc/$1/fd" -lname "socket:\\[$socket\\]" 2>/dev/null)" ]
}

# Prints a loopback port that nobody listens on now.
free_port() {
    local candidate
    while :; do
        candidate=$((20000 + RANDOM % 10000))
        answers "$candidate" && continue
        printf '%s' "$candidate"
        return
    done
}

# start_broker DIR PORT [LINE...]: the shipped configuration with another port and folder, and
# these lines instead of its own of the same names. Logs to DIR/mosquitto.log and sets
# broker_pid. False, with the log's last lines shown, where it does not listen within 5 s.
start_broker() {
    local dir=$1 port=$2 program line replaced=()
    shift 2
    # Debian keeps the broker in a folder that is not on everyone's PATH.
    program=$(PATH="$PATH:/usr/sbin:/usr/local/sbin" command -v mosquitto) \
        || die 69 "no mosquitto found; scripts/setup installs it"
    for line in "$@"; do replaced+=(-e "/^${line%% *} /d"); done
    {
        sed -e "s|^listener .*|listener $port 127.0.0.1|" -e "s|^persistence_location .*|persistence_location $dir/|" \
            "${replaced[@]}" "$root/config/mosquitto/mosquitto.conf"
        # As root, mosquitto would turn into another user, who may not write here.
        printf '\n%s\n' "user $(id -un)"
        printf '%s\n' "$@"
    } >"$dir/mosquitto.conf"
    setsid "$program" -c "$dir/mosquitto.conf" >"$dir/mosquitto.log" 2>&1 &
    broker_pid=$!
    children+=("$broker_pid")
    if until_true 5 "$broker_pid" listens "$broker_pid" "$port"; then return; fi
    kill -KILL "$broker_pid" 2>/dev/null || true
    wait "$broker_pid" 2>/dev/null || true
    unset 'children[-1]'
    broker_pid=
    tail -n 5 "$dir/mosquitto.log" >&2
    say "${0##*/}: mosquitto did not start on port $port; its last lines stand above"
    return 70
}

# start_broker_anywhere DIR [LINE...]: a broker on a free port, which it sets as port. Somebody
# may take the port before the broker does, hence the tries.
start_broker_anywhere() {
    local try
    for try in {1..5}; do
        port=$(free_port)
        if start_broker "$1" "$port" "${@:2}"; then return; fi
    done
    die 70 "no broker after $try tries"
}

# Ends what is still running, the youngest first: asks, waits up to 8 s, insists.
stop_all() {
    local place pid try
    for ((place = ${#children[@]} - 1; place >= 0; place--)); do
        pid=${children[place]}
        kill -TERM "$pid" 2>/dev/null || continue
        for try in {1..80}; do
            runs "$pid" || break
            sleep 0.1
        done
        if runs "$pid"; then
            say "${0##*/}: process $pid did not stop within 8 s and is killed"
            kill -KILL "$pid" 2>/dev/null || true
        fi
        wait "$pid" 2>/dev/null || true
    done
    children=()
}

# --- Episodes ----------------------------------------------------------------------
# For awk: seconds(TIME) since 1970 of a time such as 2021-06-24T16:33:00Z, by its first 19
# characters, and member(LINE, KEY), a text of one JSON object. No mktime: not every awk has it, and
# those that do ask the machine's zone.
# shellcheck disable=SC2034,SC2016
awk_episodes='
    function seconds(text,    y, m, era, of_era, of_year) {
        y = substr(text, 1, 4) + 0
        m = substr(text, 6, 2) + 0
        if (m <= 2) y--
        era = int(y / 400)
        of_era = y - era * 400
        of_year = int((153 * (m > 2 ? m - 3 : m + 9) + 2) / 5) + substr(text, 9, 2) - 1
        return (era * 146097 + of_era * 365 + int(of_era / 4) - int(of_era / 100) + of_year - 719468) * 86400 \
            + substr(text, 12, 2) * 3600 + substr(text, 15, 2) * 60 + substr(text, 18, 2)
    }
    function member(line, key) {
        if (!match(line, "\"" key "\" *: *\"[^\"]*\"")) return ""
        line = substr(line, RSTART, RLENGTH - 1)
        sub(/^"[^"]*" *: *"/, "", line)
        return line
    }
'
