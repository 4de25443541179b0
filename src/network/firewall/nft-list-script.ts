/**
 * Functions of sh that only read. lab_nft_chains prints "FAMILY TABLE CHAIN HOOK" for chains that packets pass on their way
 * in or through, and with the hook "own" for chains that lab has put into tables of others. lab_nft_list prints what lab
 * has there now: its table, its chains, and its rule in chains of others with all that follows it, since nothing of it may
 * be out of place.
 */
export const nftListFunctions = `lab_nft_chains() {
  nft list chains 2>/dev/null | while read -r lab_1 lab_2 lab_3 lab_4 _; do
    case $lab_1 in
      table) lab_family=$lab_2 lab_table=$lab_3 ;;
      chain)
        lab_chain=$lab_2
        [ "$lab_family $lab_table" = "inet lab" ] || case $lab_chain in
          lab_input | lab_forward) printf '%s %s %s own\\n' "$lab_family" "$lab_table" "$lab_chain" ;;
        esac
        ;;
      type)
        case "$lab_family $lab_2 $lab_4" in
          "inet filter input" | "ip filter input" | "ip6 filter input" | "inet filter forward" | "ip filter forward" | "ip6 filter forward")
            printf '%s %s %s %s\\n' "$lab_family" "$lab_table" "$lab_chain" "$lab_4"
            ;;
        esac
        ;;
    esac
  done
}
lab_nft_list() {
  nft -s list table inet lab 2>/dev/null
  lab_nft_chains | while read -r lab_family lab_table lab_chain lab_hook; do
    case "$lab_family $lab_table $lab_hook" in
      "inet lab "*) ;;
      *" own") nft -s list chain "$lab_family" "$lab_table" "$lab_chain" ;;
      *) nft -s list chain "$lab_family" "$lab_table" "$lab_chain" | sed -n '/comment "lab: /,$p' ;;
    esac
  done
}`;

/** Functions of sh: lab_nft_removal prints the orders to nft that take all of lab's away, and nothing of others. */
export const nftRemovalFunctions = `${nftListFunctions}
lab_nft_removal() {
  if nft list table inet lab >/dev/null 2>&1; then echo 'delete table inet lab'; fi
  lab_nft_chains | while read -r lab_family lab_table lab_chain lab_hook; do
    case "$lab_family $lab_table $lab_hook" in
      "inet lab "* | *" own") ;;
      *)
        nft -a list chain "$lab_family" "$lab_table" "$lab_chain" |
          sed -n "s/.* comment \\"lab: [a-z]*\\" # handle \\([0-9]*\\)$/delete rule $lab_family $lab_table $lab_chain handle \\1/p"
        ;;
    esac
  done
  lab_nft_chains | while read -r lab_family lab_table lab_chain lab_hook; do
    [ "$lab_hook" != own ] || printf 'flush chain %s %s %s\\ndelete chain %s %s %s\\n' \\
      "$lab_family" "$lab_table" "$lab_chain" "$lab_family" "$lab_table" "$lab_chain"
  done
}`;
