# Runs one throwaway server on behalf of the process at the other end of standard input.
# Commands come one a line (start, fast, immediate); each is answered by one line.
# End of input means that this process is gone, however it died: the server is stopped and its folder removed.
# Arguments: the folder to make, the initdb template to copy into it, the postgres binary.
folder=$1 template=$2 postgres=$3
data=$folder/data
server=
unset ACTORMIGRATE_SUPERVISE

cd / || exit 1
umask 077
mkdir "$folder" || exit 1

stop() {
    [ -n "$server" ] || return 0
    kill -s "$1" "$server" 2>/dev/null
    wait "$server"
    server=
}

finish() {
    stop QUIT
    rm -rf -- "$folder"
    exit 0
}

# An older postmaster's file may still lie there after a crash, so its first line must name this server.
is_up() {
    read -r pid 2>/dev/null <"$data/postmaster.pid" && [ "$pid" = "$server" ] &&
        grep -q -e '^ready' -e '^standby' "$data/postmaster.pid"
}

start() {
    # Sessions are short, and the first use of each small page of their memory costs a tenth of their processor time.
    GLIBC_TUNABLES=glibc.malloc.hugetlb=1 "$postgres" -D "$data" </dev/null >>"$folder/log" 2>&1 &
    server=$!
    until is_up 2>/dev/null; do
        if ! kill -0 "$server" 2>/dev/null; then
            wait "$server"
            server=
            echo failed
            return
        fi
        sleep 0.02
    done
    echo "ready $server"
}

trap '' INT HUP PIPE
trap finish TERM

# Copies share blocks with the template where the file system can.
if ! cp -a --reflink=auto "$template/data" "$data" 2>/dev/null; then
    rm -rf -- "$data"
    cp -Rp "$template/data" "$data" || { rm -rf -- "$folder"; exit 1; }
fi
echo prepared

while read -r command; do
    case $command in
        start) start ;;
        fast) stop INT; echo stopped ;;
        immediate) stop QUIT; echo stopped ;;
    esac
done
finish
