# Sourced by ./actormigrate and ./test: finds the .NET SDK and builds. Expects $root, the checkout's folder.

# Nothing of a build may stay behind: no telemetry, no nodes and no compiler server that wait for the next one.
export DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_NOLOGO=1 DOTNET_SKIP_FIRST_TIME_EXPERIENCE=1
export DOTNET_GENERATE_ASPNET_CERTIFICATE=false DOTNET_ADD_GLOBAL_TOOLS_TO_PATH=false
export MSBUILDDISABLENODEREUSE=1 DOTNET_CLI_USE_MSBUILD_SERVER=0
# Instrumented code does not earn back what it costs in processes that live for minutes.
export DOTNET_TieredPGO=0
[ -n "${HOME:-}" ] || export DOTNET_CLI_HOME="${TMPDIR:-/tmp}"

find_dotnet() {
    local candidate
    for candidate in "$(command -v dotnet)" "${DOTNET_ROOT:-}/dotnet" "${HOME:-}/.dotnet/dotnet" \
        /usr/share/dotnet/dotnet /usr/lib/dotnet/dotnet /usr/local/share/dotnet/dotnet; do
        if [ -x "$candidate" ]; then
            dotnet=$candidate
            return
        fi
    done
    echo "The .NET 10 SDK is not installed. Install it (https://dotnet.microsoft.com/download/dotnet/10.0), or name its folder in DOTNET_ROOT." >&2
    return 1
}

# What the CLI is built from, by content, so that neither a switched branch nor a removed file goes unnoticed.
fingerprint() {
    (
        cd "$root" || exit 1
        find src hocon Directory.Build.props Directory.Packages.props global.json .editorconfig \
            \( -name bin -o -name obj \) -prune -o -type f -exec cksum {} + 2>/dev/null | LC_ALL=C sort
    ) | cksum
}

# Holds one build of this checkout at a time, whoever asks for it; the lock goes with the process that holds it.
locked() {
    mkdir -p "$root/.build" || return 1
    if command -v flock >/dev/null; then
        (
            flock 9
            "$@" 9>&-
        ) 9>"$root/.build/lock"
    else
        "$@"
    fi
}

# The CLI is published ready to run: compiled ahead of its start, which would else compile most of it anew each time.
program=$root/.build/cli/actormigrate.dll
stamp=$root/.build/cli.built

is_current() { [ -f "$program" ] && [ "$(cat "$stamp" 2>/dev/null)" = "$(fingerprint)" ]; }

runtime_identifier() {
    local os arch
    case $(uname -s) in Darwin) os=osx ;; *) os=linux ;; esac
    case $(uname -m) in aarch64 | arm64) arch=arm64 ;; *) arch=x64 ;; esac
    echo "$os-$arch"
}

# Runs a verb of the SDK. Quiet when all is well; the errors, once each, when not.
run_dotnet() {
    local log="$root/.build/build.log"
    "$dotnet" "$@" -c Release -v quiet -nodeReuse:false -p:UseSharedCompilation=false >"$log" 2>&1 </dev/null && return
    if grep -q 'error' "$log"; then
        grep 'error' "$log" | LC_ALL=C sort -u >&2
    else
        cat "$log" >&2
    fi
    return 1
}

build() { run_dotnet build "$1"; }

build_cli() {
    is_current || publish_cli # or someone else built it meanwhile
}

# Gives the tests, and the programs that they start, what is compiled ahead already. Builds take it for changed and copy their own again.
ready_tests() {
    build_cli || return
    local folder library
    for folder in "$root"/tests/*/bin/Release/net10.0; do
        for library in "$root"/.build/cli/*.dll; do
            # A new file: somebody may still run the old one.
            [ ! -f "$folder/${library##*/}" ] || { rm "$folder/${library##*/}" && cp "$library" "$folder/"; } || return
        done
    done
}

# A platform without a compiler of its own for this gets the program as it is built.
publish_cli() {
    local sources
    sources=$(fingerprint)
    rm -f "$stamp"
    run_dotnet publish "$root/src/Host/Host.csproj" -p:HostRuntime="$(runtime_identifier)" \
        -o "$root/.build/cli" 2>/dev/null ||
        run_dotnet publish "$root/src/Host/Host.csproj" -o "$root/.build/cli" || return 1
    echo "$sources" >"$stamp"
}
