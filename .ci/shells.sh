# Sourced by ./test: the shells in which the completion is tested, apart from bash. Expects $root, .ci/dotnet.sh and .ci/servers.sh.
#
# A developer tests in those that are installed; continuous integration installs what it can. A missing one is named and left out.

powershell_version=7.6.9

# PowerShell is a tool of the .NET SDK, too. It runs from the cache folder, with the SDK's own runtime.
find_powershell() {
    command -v pwsh >/dev/null && return
    PATH=$PATH:$(cache_folder)/powershell-$powershell_version
    [ -n "${DOTNET_ROOT:-}" ] || DOTNET_ROOT=$(dirname "$(readlink -f "$dotnet")")
    export DOTNET_ROOT
    command -v pwsh >/dev/null
}

fetch_powershell() {
    local folder new
    folder=$(cache_folder)/powershell-$powershell_version
    new=$folder.$$
    mkdir -p "$root/.build"
    echo "Fetching PowerShell $powershell_version as a .NET tool (200 MB on disk) into $(cache_folder) ..." >&2
    if timeout 300 "$dotnet" tool install powershell --version "$powershell_version" --tool-path "$new" >"$root/.build/powershell.log" 2>&1 </dev/null; then
        mv "$new" "$folder" 2>/dev/null
    fi
    rm -rf "$new"
    find_powershell
}

find_shells() {
    local shell
    for shell in zsh fish; do
        command -v $shell >/dev/null || { [ -n "${CI:-}" ] && can_install_with_apt && mkdir -p "$root/.build" && install_with_apt $shell; } ||
            echo "The completion for $shell is not tested in it: it is not installed (Debian: apt-get install $shell)." >&2
    done
    find_powershell || { [ -n "${CI:-}" ] && fetch_powershell; } ||
        echo "The completion for pwsh is not tested in it: it is not installed (dotnet tool install --global powershell)." >&2
}
