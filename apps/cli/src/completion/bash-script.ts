/** What bash evaluates to complete `tlc`. It is our own: that of the library needs another package, and lets the shell expand
 * what was typed and what files are called. Words are those that blanks divide, for bash divides at `:` and `=` too. */
export const BASH_SCRIPT = `# bash completion for tlc
_tlc() {
  local line=\${COMP_LINE:0:COMP_POINT} words answer reply=()
  read -ra words <<< "$line"
  [[ $line == *[[:space:]] ]] && words+=('')
  local current=\${words[-1]}
  while IFS=$'\\t' read -r answer _; do
    [[ $answer == :* || $answer != "$current"* ]] || reply+=("$answer")
  done < <("\${COMP_WORDS[0]}" complete -- "\${words[@]:1}" 2> /dev/null)
  # Of a word that bash divides, the last part is replaced
  local kept=''
  [[ $current == *[:=]* ]] && kept=\${current%"\${current##*[:=]}"}
  COMPREPLY=("\${reply[@]#"$kept"}")
  [[ \${#COMPREPLY[@]} == 1 && \${COMPREPLY[0]} == */ ]] && compopt -o nospace
  return 0
}
complete -o default -F _tlc tlc
`;
