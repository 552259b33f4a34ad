# Sourced by ./test: a Docker engine for the tests that take their servers from containers. Expects $root and .ci/servers.sh.
#
# An engine that answers and has the image, or can pull it, is used as it is. Where none does, root gets Debian's: its packages are unpacked in the cache folder and not
# installed, and it runs on a socket and a data folder of its own. Its mounts and processes are in namespaces that end with ./test.
# Every step has a deadline, and none of them may be missed: whoever asks for an engine goes on without one.

engine_postgres=15
engine_suite=bookworm
engine_image=actormigrate-test-postgres:$engine_postgres
engine_pid=
engine_folder=

has_engine() {
    local image=postgres:{0}
    image=${ACTORMIGRATE_TEST_IMAGE:-$image}
    image=${image/"{0}"/$engine_postgres}
    command -v docker >/dev/null && timeout 10 docker version >/dev/null 2>&1 &&
        { timeout 10 docker image inspect "$image" >/dev/null 2>&1 || timeout 120 docker pull -q "$image" >/dev/null 2>&1; }
}

# Runs a program of the engine's packages.
with_engine() {
    local folder
    folder=$(cache_folder)/engine
    PATH=$folder/usr/sbin:$folder/usr/bin:$PATH LD_LIBRARY_PATH=$(echo "$folder"/usr/lib/*-linux-gnu) "$@"
}

# Downloads packages that are not installed, with what they need, and unpacks them below a folder.
unpack_packages() {
    local folder=$1 package
    shift
    mkdir -p "$folder.debs/partial" && timeout 60 apt-get update -q >/dev/null 2>&1 </dev/null
    timeout 120 apt-get install -q -y --download-only --no-install-recommends -o Dir::Cache::archives="$folder.debs" "$@" \
        >"$folder.debs/log" 2>&1 </dev/null || return 1
    for package in "$folder.debs"/*.deb; do
        [ ! -f "$package" ] || dpkg -x "$package" "$folder" || return 1
    done
    rm -rf "$folder.debs" "$folder/usr/share/doc" "$folder/usr/share/man"
}

fetch_engine() {
    local folder new
    folder=$(cache_folder)/engine
    [ -d "$folder" ] && return
    echo "Fetching Debian's Docker engine with apt (66 MB, 250 MB on disk) into $(cache_folder) ..." >&2
    new=$folder.$$
    mkdir -p "$new"
    if unpack_packages "$new" docker.io debootstrap; then mv "$new" "$folder" 2>/dev/null; fi
    rm -rf "$new" "$new.debs"
    [ -d "$folder" ]
}

# An image like the official one of PostgreSQL, which an engine without a way to a registry can import: Debian's packages, unpacked.
# What they would do when they are configured is not needed to run a server.
make_image() {
    local image new package
    image=$(cache_folder)/postgres-$engine_postgres.image.tar.gz
    [ -f "$image" ] && return
    echo "Making an image of PostgreSQL $engine_postgres from Debian's packages (75 MB) in $(cache_folder) ..." >&2
    new=$(cache_folder)/image.$$
    mkdir -p "$new"
    if DEBOOTSTRAP_DIR=$(cache_folder)/engine/usr/share/debootstrap with_engine timeout 150 unshare --mount debootstrap --foreign \
        --variant=minbase --include=postgresql-$engine_postgres $engine_suite "$new" >"$root/.build/image.log" 2>&1 </dev/null &&
        finish_image "$new" && tar -C "$new" -c . | gzip -1 >"$image.$$"; then
        mv "$image.$$" "$image"
    fi
    rm -rf "$new" "$image.$$"
    [ -f "$image" ]
}

# The compiler of PostgreSQL's just-in-time code is larger than all the rest together.
finish_image() {
    local folder=$1 package
    for package in "$folder"/var/cache/apt/archives/*.deb; do
        case $package in */libllvm* | */libz3* | */perl_* | */perl-modules* | */libperl* | */libicu-dev*) continue ;; esac
        dpkg -x "$package" "$folder" || return 1
    done
    rm -rf "$folder"/var/cache/apt/archives "$folder"/usr/share/doc "$folder"/usr/share/man "$folder"/usr/share/locale \
        "$folder"/debootstrap "$folder"/usr/lib/postgresql/*/lib/llvmjit.so "$folder"/usr/lib/postgresql/*/lib/bitcode
    printf '%s\n' root:x:0:0:root:/root:/bin/sh postgres:x:999:999::/var/lib/postgresql:/bin/sh >"$folder/etc/passwd"
    printf '%s\n' root:x:0: postgres:x:999: >"$folder/etc/group"
    mkdir -p "$folder/var/lib/postgresql" "$folder/var/run/postgresql" && chown -R 999:999 "$folder/var/lib/postgresql" "$folder/var/run/postgresql"
    mkdir -p "$folder/usr/local/bin" && install -m 755 "$root/.ci/image-entrypoint.sh" "$folder/usr/local/bin/docker-entrypoint.sh" && timeout 60 chroot "$folder" /sbin/ldconfig
}

start_engine() {
    engine_folder=$(mktemp -d "${TMPDIR:-/tmp}/actormigrate-engine-XXXXXX")
    export DOCKER_HOST=unix://$engine_folder/socket DOCKER_API_VERSION=1.41
    # Nothing outlives the engine, so no container is needed to clean up; ports are those of loopback, inside of a container, too.
    export TESTCONTAINERS_RYUK_DISABLED=true TESTCONTAINERS_HOST_OVERRIDE=127.0.0.1
    ip link show docker0 >/dev/null 2>&1 || touch "$engine_folder/made-bridge"
    # A process of its own, which ends with this one.
    (with_engine exec setpriv --pdeathsig KILL unshare --mount --pid --fork --kill-child --mount-proc docker-init -s -- dockerd \
        --host "$DOCKER_HOST" --data-root "$engine_folder/data" --exec-root "$engine_folder/exec" --pidfile "$engine_folder/pid" \
        --iptables=false --ip6tables=false --ip-forward=false --ip-masq=false --ip 127.0.0.1) >"$engine_folder/log" 2>&1 </dev/null &
    engine_pid=$!
    disown
    local tries
    for tries in $(seq 60); do
        with_engine timeout 5 docker version >/dev/null 2>&1 && return
        kill -0 "$engine_pid" 2>/dev/null || break
        sleep 0.5
    done
    grep -v level=info "$engine_folder/log" | tail -n 3 >&2
    return 1
}

import_image() {
    with_engine timeout 120 docker import --change 'ENTRYPOINT ["docker-entrypoint.sh"]' --change 'CMD ["postgres"]' --change 'EXPOSE 5432' \
        --change "ENV PATH=/usr/local/bin:/usr/bin:/bin:/usr/lib/postgresql/$engine_postgres/bin PGDATA=/var/lib/postgresql/data" \
        "$(cache_folder)/postgres-$engine_postgres.image.tar.gz" "$engine_image" >/dev/null && export ACTORMIGRATE_TEST_IMAGE=$engine_image
}

# Makes an engine and an image available for this process and its children, or says in a line why not.
bring_engine() {
    has_engine && return
    local missing=""
    if [ "$(id -u)" != 0 ]; then
        missing="only root can start one"
    elif ! command -v apt-get >/dev/null || ! command -v dpkg >/dev/null; then
        missing="one can be brought with apt only, which is not here"
    else
        mkdir -p "$root/.build" "$(cache_folder)"
        if ! fetch_engine; then
            missing="the packages of one could not be fetched"
        elif ! make_image; then
            missing="an image could not be made ($root/.build/image.log says why)"
        elif ! start_engine; then
            missing="one that was brought did not start"
        elif ! import_image; then
            missing="one that was brought did not take an image"
        fi
    fi
    [ -z "$missing" ] && return
    echo "Nothing runs in containers: no Docker engine has an image of PostgreSQL here, and $missing." >&2
    stop_engine
    return 1
}

# Containers and their mounts end with the engine's namespaces, whether it ends in order or not.
stop_engine() {
    [ -n "$engine_folder" ] || return 0
    local tries engine
    if [ -n "$engine_pid" ]; then
        engine=$(cat "/proc/$engine_pid/task/$engine_pid/children" 2>/dev/null)
        # shellcheck disable=SC2086  # one word a process
        [ -n "$engine" ] && kill -TERM $engine 2>/dev/null
        for tries in $(seq 40); do
            kill -0 "$engine_pid" 2>/dev/null || break
            sleep 0.25
        done
        kill -KILL "$engine_pid" 2>/dev/null
        for tries in $(seq 20); do
            kill -0 "$engine_pid" 2>/dev/null || break
            sleep 0.1
        done
    fi
    if [ -f "$engine_folder/made-bridge" ]; then
        ip link delete docker0 >/dev/null 2>&1
        # Refused where they are another engine's.
        rmdir /sys/fs/cgroup{,/*}/docker/* /sys/fs/cgroup{,/*}/docker 2>/dev/null
    fi
    rm -rf "$engine_folder"
    engine_folder="" engine_pid=""
}
