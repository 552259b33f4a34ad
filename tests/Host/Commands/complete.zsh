# Prints the words that zsh offers for a line: zsh -f complete.zsh SCRIPT LINE. A shell with a terminal of its own completes it.
zmodload zsh/zpty
zpty shell zsh -f -i
zpty -w shell "PS1= PS2= RPS1= TERM=dumb; unset zle_bracketed_paste; stty -echo"
zpty -w shell "autoload -U compinit && compinit -u -D; source ${(q)1}"
# The terminal may echo these lines before the shell has begun, so the words that are waited for are not written in one piece.
# Each match is printed as it is added; the end shows when all have been.
zpty -w shell 'compadd() {
    if [[ ${@[1,(i)(-|--)]} == *-[OAD]( *|) ]]; then builtin compadd "$@"; return; fi
    local -a hits; builtin compadd -A hits "$@"; print -rl -- "offered "$^hits; builtin compadd "$@"
}'
zpty -w shell 'complete-line() { BUFFER=$line CURSOR=$#line; print; zle list-choices; print -r "the"" end"; exit }; zle -N complete-line'
zpty -w shell 'bindkey ^T complete-line; zstyle ":completion:*" verbose no'
zpty -w shell "line=${(q)2}; print rea''dy"
zpty -r shell heard '*ready*' || exit 1
zpty -w -n shell $'\C-t'
zpty -r shell heard '*the end*'
print -r -- "$heard" | tr -d '\r' | sed -n 's/^offered //p' | sort -u
zpty -d shell
